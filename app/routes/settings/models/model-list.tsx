import { Trans } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import type { ModelProvider } from "#db/reads/model-providers.ts";
import type { Listed } from "./listed.ts";
import { ModelRow } from "./model-row.tsx";

type Props = {
  readonly providers: readonly ModelProvider[];
  readonly installation: { readonly model: string } | null;
  readonly listed: Listed;
  readonly mayManage: boolean;
};

/** The models in the order they are asked, the built-in one last. */
export function ModelList({ providers, installation, listed, mayManage }: Props) {
  const fetcher = useFetcher<{ readonly problem: string | null }>();
  const isBusy = fetcher.state !== "idle";
  const run = (fields: Readonly<Record<string, string>>) =>
    void fetcher.submit(fields, { method: "post", action: "/settings/models" });
  const move = (from: number, to: number) => {
    const ids = providers.map(({ id }) => id);
    const [id = ""] = ids.splice(from, 1);
    ids.splice(to, 0, id);
    run({ intent: "order", order: ids.join(",") });
  };
  const problem = fetcher.data?.problem ?? null;
  return (
    <section>
      {problem === null || isBusy ? null : (
        <p className="inl bad" role="alert">
          {problem}
        </p>
      )}
      <ol className="models">
        {providers.map((provider, index) => (
          <ModelRow
            key={provider.id}
            provider={provider}
            place={index + 1}
            listed={listed}
            acts={
              mayManage
                ? {
                    isBusy,
                    up: index === 0 ? null : () => move(index, index - 1),
                    down: index === providers.length - 1 ? null : () => move(index, index + 1),
                    run: (intent) => run({ intent, providerId: provider.id }),
                  }
                : null
            }
          />
        ))}
        {providers.length > 0 || installation === null ? null : (
          <li className="card model">
            <div className="model-what">
              <h2>
                <Trans>The model of the installation</Trans>
              </h2>
              <p className="i3">
                <Trans>
                  {installation.model}, for every workspace that has no model of its own.
                </Trans>
              </p>
            </div>
          </li>
        )}
        <li className="card model">
          <div className="model-what">
            <h2>
              <Trans>The built-in model</Trans>
            </h2>
            <p className="i3">
              <Trans>
                Sentences of your documents, word for word. It costs nothing, needs no network and
                is always asked last.
              </Trans>
            </p>
          </div>
        </li>
      </ol>
    </section>
  );
}
