import { Trans, useLingui } from "@lingui/react/macro";
import { ArrowUpIcon } from "#app/ui/icons.tsx";
import type { ModelProvider } from "#db/reads/model-providers.ts";
import { DeleteModel } from "./delete-model.tsx";
import type { Listed } from "./listed.ts";
import { ModelForm } from "./model-form.tsx";
import { TestResult } from "./test-result.tsx";
import { useModelTest } from "./use-model-test.ts";

/** What may be done with a model where it stands; null where it may only be looked at. */
type Acts = {
  readonly isBusy: boolean;
  readonly up: (() => void) | null;
  readonly down: (() => void) | null;
  readonly run: (intent: "on" | "off" | "delete") => void;
} | null;

type Props = {
  readonly provider: ModelProvider;
  readonly place: number;
  readonly listed: Listed;
  readonly acts: Acts;
};

/** One model: what it is, its acts, and how its test goes. */
export function ModelRow({ provider, place, listed, acts }: Props) {
  const { t } = useLingui();
  const { id, name, enabled } = provider;
  const test = useModelTest(id);
  return (
    <li className={enabled ? "card model" : "card model is-off"}>
      <span className="num i3">{place}</span>
      <div className="model-what">
        <h2>
          {name}
          {enabled ? null : (
            <span className="chip">
              <Trans>Off</Trans>
            </span>
          )}
        </h2>
        <Facts provider={provider} />
      </div>
      {acts === null ? null : (
        <span className="model-acts">
          <button
            type="button"
            className="ib"
            aria-label={t`Ask ${name} earlier`}
            title={t`Ask earlier`}
            aria-disabled={acts.up === null || acts.isBusy}
            onClick={() => (acts.isBusy ? undefined : acts.up?.())}
          >
            <ArrowUpIcon size={14} />
          </button>
          <button
            type="button"
            className="ib model-down"
            aria-label={t`Ask ${name} later`}
            title={t`Ask later`}
            aria-disabled={acts.down === null || acts.isBusy}
            onClick={() => (acts.isBusy ? undefined : acts.down?.())}
          >
            <ArrowUpIcon size={14} />
          </button>
          <button
            type="button"
            className="btn sm"
            aria-label={t`Test ${name}`}
            disabled={test.state === "running"}
            onClick={test.run}
          >
            <Trans>Test</Trans>
          </button>
          <ModelForm provider={provider} listed={listed} />
          <button
            type="button"
            className="btn sm ghost"
            aria-label={enabled ? t`Switch off ${name}` : t`Switch on ${name}`}
            disabled={acts.isBusy}
            onClick={() => acts.run(enabled ? "off" : "on")}
          >
            {enabled ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}
          </button>
          <DeleteModel name={name} run={() => acts.run("delete")} />
        </span>
      )}
      <TestResult test={test} />
    </li>
  );
}

function Facts({ provider }: { readonly provider: ModelProvider }) {
  const { i18n } = useLingui();
  const { model, url, keyEnding, priceIn, priceOut } = provider;
  const { host } = new URL(url);
  const usd = (amount: number) =>
    i18n.number(amount, { style: "currency", currency: "USD", maximumFractionDigits: 6 });
  return (
    <p className="i3">
      <Trans>
        {model} at {host}
      </Trans>
      {" · "}
      {keyEnding === null ? (
        <Trans>no key</Trans>
      ) : keyEnding === "" ? (
        <Trans>with a key</Trans>
      ) : (
        <Trans>key ending in {keyEnding}</Trans>
      )}
      {" · "}
      {priceIn === null || priceOut === null ? (
        <span className="c-warn-t">
          <Trans>price unknown</Trans>
        </span>
      ) : priceIn === 0 && priceOut === 0 ? (
        <Trans>costs nothing</Trans>
      ) : (
        <Trans>
          {usd(priceIn)} in, {usd(priceOut)} out for a million tokens
        </Trans>
      )}
    </p>
  );
}
