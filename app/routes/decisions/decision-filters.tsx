import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useNavigate } from "react-router";
import { CloseIcon } from "#app/ui/icons.tsx";
import type { DecisionChoices } from "#db/reads/decision-choices.ts";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import { addressOf, choices as known, searchOf } from "./decision-address.ts";
import { FilterSelect } from "#app/ui/filter-select.tsx";
import { MomentField } from "./moment-field.tsx";
import { SinceSelect } from "./since-select.tsx";
import { useFilterNames } from "./use-filter-names.ts";

type Props = {
  readonly filter: DecisionFilter;
  readonly choices: DecisionChoices;
  /** Of the conversation the list is narrowed to. */
  readonly subject: string | null;
};

/** Narrows the list; the address says how, so that it can be sent to somebody. */
export function DecisionFilters({ filter, choices, subject }: Props) {
  const { t } = useLingui();
  const names = useFilterNames();
  const navigate = useNavigate();
  const set = (change: Partial<DecisionFilter>): void =>
    void navigate(addressOf({ ...filter, ...change }), { preventScrollReset: true });
  const { policyId = null, policyVersion = null, ruleLine = null } = filter;
  const policies = choices.policies.flatMap(({ id, name, versions }) => [
    { value: `${id}/`, name },
    ...versions.map((version) => ({ value: `${id}/${version}`, name: `${name} v${version}` })),
  ]);
  const models = choices.models.map((model) => ({ value: model, name: model }));
  return (
    <div className="filters" role="group" aria-label={t`Filters`}>
      <FilterSelect
        label={t`Kind`}
        any={t`Any kind`}
        value={filter.kind ?? null}
        options={known.kind.map((value) => ({ value, name: names.kind[value] }))}
        onChange={(kind) => set({ kind })}
      />
      <FilterSelect
        label={t`Outcome`}
        any={t`Any outcome`}
        value={filter.outcome ?? null}
        options={known.outcome.map((value) => ({ value, name: names.outcome[value] }))}
        onChange={(outcome) => set({ outcome })}
      />
      <FilterSelect
        label={t`Mode`}
        any={t`Any mode`}
        value={filter.mode ?? null}
        options={known.mode.map((value) => ({ value, name: names.mode[value] }))}
        onChange={(mode) => set({ mode })}
      />
      <FilterSelect
        label={t`What people did after`}
        any={t`Whatever people did`}
        value={filter.reaction ?? null}
        options={known.reaction.map((value) => ({ value, name: names.reaction[value] }))}
        onChange={(reaction) => set({ reaction })}
      />
      {policies.length === 0 ? null : (
        <FilterSelect
          label={t`Policy`}
          any={t`Any policy`}
          value={policyId === null ? null : `${policyId}/${policyVersion ?? ""}`}
          options={policies}
          onChange={(chosen) => {
            const [id = "", version = ""] = chosen?.split("/") ?? [];
            set({
              policyId: id === "" ? null : id,
              policyVersion: version === "" ? null : Number(version),
              ruleLine: null,
            });
          }}
        />
      )}
      {models.length === 0 ? null : (
        <FilterSelect
          label={t`Model`}
          any={t`Any model`}
          value={filter.model ?? null}
          options={models}
          onChange={(model) => set({ model })}
        />
      )}
      {choices.tools.length === 0 ? null : (
        <FilterSelect
          label={t`Tool`}
          any={t`Any tool`}
          value={filter.tool ?? null}
          options={choices.tools.map((tool) => ({ value: tool, name: tool }))}
          onChange={(tool) => set({ tool })}
        />
      )}
      <SinceSelect filter={filter} onChange={set} />
      <MomentField label={t`From`} value={filter.from ?? null} onChange={(from) => set({ from })} />
      <MomentField label={t`Until`} value={filter.to ?? null} onChange={(to) => set({ to })} />
      {ruleLine === null ? null : (
        <button type="button" className="filter-tag" onClick={() => set({ ruleLine: null })}>
          <Trans>line {ruleLine} of the policy</Trans>
          <CloseIcon size={12} />
        </button>
      )}
      {typeof filter.conversationId === "string" ? (
        <button type="button" className="filter-tag" onClick={() => set({ conversationId: null })}>
          <span className="tr">{subject ?? t`one conversation`}</span>
          <CloseIcon size={12} />
        </button>
      ) : null}
      {searchOf(filter).size === 0 ? null : (
        <Link className="link" to="/decisions">
          <Trans>Clear</Trans>
        </Link>
      )}
    </div>
  );
}
