import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Link, useFetcher } from "react-router";
import { CloseIcon } from "#app/ui/icons.tsx";
import type { PolicyDiff } from "#engine/policy-diff/policy-diff.ts";
import { type DiffLook, DiffView } from "./diff-view.tsx";

type Props = {
  readonly policyId: string;
  /** The version that is shown. */
  readonly version: number;
  readonly versions: readonly number[];
  /** The page as it stands in the editor; null when it was not changed. */
  readonly unsaved: string | null;
};

/** Leads to the comparison of versions; with words that are not saved, compares them in place. */
export function CompareButton({ policyId, version, versions, unsaved }: Props) {
  if (unsaved === null) {
    return (
      <Link className="btn" to={`/policies/${policyId}/diff?to=${version}`}>
        <Trans>Compare</Trans>
      </Link>
    );
  }
  return (
    <Dialog.Root>
      <Dialog.Trigger className="btn">
        <Trans>Compare</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal diff-modal" aria-describedby={undefined}>
          <Unsaved {...{ policyId, version, versions, unsaved }} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Unsaved({ policyId, version, versions, unsaved }: Props) {
  const { t } = useLingui();
  const [from, setFrom] = useState(version);
  const [look, setLook] = useState<DiffLook>("inline");
  const { submit, data } = useFetcher<{ readonly diff: PolicyDiff }>();
  useEffect(() => {
    void submit(
      { from: String(from), text: unsaved ?? "" },
      { method: "post", action: `/policies/${policyId}/diff` },
    );
  }, [submit, policyId, from, unsaved]);
  const choice = (one: DiffLook) => ({
    type: "button" as const,
    className: look === one ? "on" : undefined,
    "aria-pressed": look === one,
    onClick: () => setLook(one),
  });
  return (
    <>
      <header className="modal-head">
        <Dialog.Title className="grow">
          <Trans>This page, not saved yet</Trans>
        </Dialog.Title>
        <Dialog.Close className="ib" aria-label={t`Close`}>
          <CloseIcon />
        </Dialog.Close>
      </header>
      <div className="modal-body" tabIndex={0} role="region" aria-label={t`Comparison`}>
        <div className="diff-form">
          <select
            className="field"
            aria-label={t`Compared with`}
            value={from}
            onChange={({ target: { value } }) => setFrom(Number(value))}
          >
            {versions.map((number) => (
              <option key={number} value={number}>
                {t`since v${number}`}
              </option>
            ))}
          </select>
          <span className="seg" role="group" aria-label={t`Look`}>
            <button {...choice("inline")}>
              <Trans>Inline</Trans>
            </button>
            <button {...choice("side")}>
              <Trans>Side by side</Trans>
            </button>
          </span>
        </div>
        {data === undefined ? (
          <p className="i3">
            <Trans>Comparing…</Trans>
          </p>
        ) : (
          <DiffView diff={data.diff} look={look} />
        )}
      </div>
    </>
  );
}
