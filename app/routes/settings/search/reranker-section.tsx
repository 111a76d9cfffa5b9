import { Trans, useLingui } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import { DeleteButton } from "#app/ui/delete-button.tsx";
import { AddReranker } from "./add-reranker.tsx";
import type { SearchTest } from "./search-acts.ts";
import { SearchTestResult } from "./search-test-result.tsx";

type Props = {
  readonly reranker: { readonly model: string; readonly url: string } | null;
  readonly mayWrite: boolean;
  readonly mayKeepKeys: boolean;
};

/** The model that puts the first passages in order, where there is one. */
export function RerankerSection({ reranker, mayWrite, mayKeepKeys }: Props) {
  const { t } = useLingui();
  const fetcher = useFetcher<{
    readonly problem: string | null;
    readonly test: SearchTest | null;
  }>();
  const isBusy = fetcher.state !== "idle";
  const run = (intent: "rerank-off" | "rerank-test") =>
    void fetcher.submit({ intent }, { method: "post", action: "/settings/search" });
  const name = reranker?.model ?? "";
  const host = reranker === null ? "" : (URL.parse(reranker.url)?.host ?? "");
  return (
    <section>
      <h2>
        <Trans>Rerank model</Trans>
      </h2>
      <p className="i2">
        <Trans>
          It reads the first twenty passages of a question and puts them in its own order. When it
          is slow or away, Xin’s order stays.
        </Trans>
      </p>
      {reranker === null ? (
        <p className="row">
          <span className="i3">
            <Trans>There is none.</Trans>
          </span>
          {mayWrite ? <AddReranker mayKeepKeys={mayKeepKeys} /> : null}
        </p>
      ) : (
        <ul className="models">
          <li className="card model">
            <div className="model-what">
              <h2>{name}</h2>
              <p className="i3">
                <Trans>at {host}</Trans>
              </p>
            </div>
            {mayWrite ? (
              <span className="model-acts">
                <button
                  type="button"
                  className="btn sm"
                  aria-label={t`Test ${name}`}
                  disabled={isBusy}
                  onClick={() => run("rerank-test")}
                >
                  <Trans>Test</Trans>
                </button>
                <DeleteButton
                  name={name}
                  title={<Trans>Use no rerank model?</Trans>}
                  onDelete={() => run("rerank-off")}
                >
                  <Trans>{name} is asked no more, and its key is erased.</Trans>
                </DeleteButton>
              </span>
            ) : null}
            <SearchTestResult
              isRunning={isBusy && fetcher.formData?.get("intent") === "rerank-test"}
              problem={isBusy ? null : (fetcher.data?.problem ?? null)}
              test={isBusy ? null : (fetcher.data?.test ?? null)}
            />
          </li>
        </ul>
      )}
    </section>
  );
}
