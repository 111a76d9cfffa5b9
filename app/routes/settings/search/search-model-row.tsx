import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFetcher } from "react-router";
import { DeleteButton } from "#app/ui/delete-button.tsx";
import { ModelComparison } from "./model-comparison.tsx";
import { ModelName } from "./model-name.tsx";
import { ReplaceKey } from "./replace-key.tsx";
import type { SearchTest } from "./search-acts.ts";
import { SearchTestResult } from "./search-test-result.tsx";
import type { ShownModel } from "./shown-model.ts";

type Props = {
  readonly model: ShownModel;
  readonly saved: number;
  readonly mayWrite: boolean;
  readonly mayKeepKeys: boolean;
};

/** One model: what it is and how far, its acts, how its test goes, and how it compares. */
export function SearchModelRow({ model, saved, mayWrite, mayKeepKeys }: Props) {
  const { t } = useLingui();
  const [isCompared, setCompared] = useState(false);
  const fetcher = useFetcher<{
    readonly problem: string | null;
    readonly test: SearchTest | null;
  }>();
  const { id, use, missing, provider } = model;
  const isBusy = fetcher.state !== "idle";
  const name = provider === "xin" ? t`Without a model` : model.model;
  const run = (intent: "activate" | "drop" | "test") =>
    void fetcher.submit({ intent, modelId: id }, { method: "post", action: "/settings/search" });
  return (
    <li className="card model">
      <div className="model-what">
        <h2>
          <ModelName model={model} />
          <Use model={model} />
        </h2>
        <Facts model={model} />
      </div>
      {mayWrite ? (
        <span className="model-acts">
          {provider === "xin" ? null : (
            <button
              type="button"
              className="btn sm"
              aria-label={t`Test ${name}`}
              disabled={isBusy}
              onClick={() => run("test")}
            >
              <Trans>Test</Trans>
            </button>
          )}
          {model.hasOwnKey && mayKeepKeys ? <ReplaceKey modelId={id} name={name} /> : null}
          {use === "active" ? null : (
            <>
              <button
                type="button"
                className="btn sm"
                aria-label={t`Compare ${name} with the one that answers`}
                aria-expanded={isCompared}
                onClick={() => setCompared(!isCompared)}
              >
                <Trans>Compare</Trans>
              </button>
              <button
                type="button"
                className="btn sm pri"
                aria-label={
                  use === "previous" ? t`Go back to it: ${name}` : t`Let it answer: ${name}`
                }
                disabled={isBusy || missing > 0}
                onClick={() => run("activate")}
              >
                {use === "previous" ? <Trans>Go back to it</Trans> : <Trans>Let it answer</Trans>}
              </button>
            </>
          )}
          {use === "active" || provider === "xin" ? null : (
            <DeleteButton
              name={name}
              title={<Trans>Delete this model’s vectors?</Trans>}
              onDelete={() => run("drop")}
            >
              <Trans>
                The vectors of {name} and its key are deleted. Answers stay as they are; to use it
                again, it is built anew.
              </Trans>
            </DeleteButton>
          )}
        </span>
      ) : null}
      <SearchTestResult
        isRunning={isBusy && fetcher.formData?.get("intent") === "test"}
        problem={isBusy ? null : (fetcher.data?.problem ?? null)}
        test={isBusy ? null : (fetcher.data?.test ?? null)}
      />
      {isCompared && use !== "active" ? <ModelComparison modelId={id} saved={saved} /> : null}
    </li>
  );
}

function Use({ model: { use, missing } }: { readonly model: ShownModel }) {
  if (use === "active") {
    return (
      <span className="st ok">
        <Trans>answers now</Trans>
      </span>
    );
  }
  if (use === "previous") {
    return (
      <span className="chip">
        <Trans>answered before</Trans>
      </span>
    );
  }
  return missing > 0 ? (
    <span className="chip">
      <Trans>being built</Trans>
    </span>
  ) : (
    <span className="st ok">
      <Trans>complete</Trans>
    </span>
  );
}

function Facts({ model }: { readonly model: ShownModel }) {
  const { i18n } = useLingui();
  const { provider, dims, url, missing, isEnglish, hasOwnKey } = model;
  const host = url === null ? null : new URL(url).host;
  const left = i18n.number(missing);
  return (
    <p className="i3">
      {provider === "xin" ? (
        <Trans>Letters and words alone. Needs nothing and is always kept.</Trans>
      ) : (
        <>
          {provider === "openai" ? (
            host === null ? (
              <Trans>the installation’s API</Trans>
            ) : (
              <Trans>at {host}</Trans>
            )
          ) : (
            <Trans>runs inside Xin</Trans>
          )}
          {" · "}
          <Trans>{i18n.number(dims)} dimensions</Trans>
          {isEnglish ? (
            <>
              {" · "}
              <Trans>English alone; other languages are found without it</Trans>
            </>
          ) : null}
          {hasOwnKey ? (
            <>
              {" · "}
              <Trans>with a key</Trans>
            </>
          ) : null}
        </>
      )}
      {missing > 0 ? (
        <>
          {" · "}
          <Trans>{left} passages to go</Trans>
        </>
      ) : null}
    </p>
  );
}
