import { Trans, useLingui } from "@lingui/react/macro";
import type { Decision } from "#contract/decision.ts";
import { useCost } from "../use-cost.ts";
import { ModelEnding } from "./model-ending.tsx";

/** Every call of a model behind a decision, in order: which one, how it ended, how long it took, what it cost. */
export function Attempts({ attempts }: Pick<Decision, "attempts">) {
  const { i18n } = useLingui();
  const cost = useCost();
  if (attempts.length === 0) return null;
  return (
    <section>
      <h3>
        <Trans>Model</Trans>
      </h3>
      <ul className="why-attempts">
        {attempts.map(({ provider, model, outcome, ms, costUsd }, index) => (
          <li key={index} className="row" title={model}>
            <span className="grow tr">{provider}</span>
            <span className="i3">
              <ModelEnding outcome={outcome} />
            </span>
            {costUsd == null || costUsd === 0 ? null : (
              <span className="num i3">{cost(costUsd)}</span>
            )}
            <span className="num i3">{i18n.number(Math.round(ms))} ms</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
