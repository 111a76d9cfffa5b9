import { Trans, useLingui } from "@lingui/react/macro";
import type { Decision } from "#contract/decision.ts";

/** Every call of a model behind a decision, in order: which one, how it ended, how long it took, what it cost. */
export function Attempts({ attempts }: Pick<Decision, "attempts">) {
  const { i18n } = useLingui();
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
              <Ending outcome={outcome} />
            </span>
            {costUsd == null || costUsd === 0 ? null : (
              <span className="num i3">${costUsd.toFixed(4)}</span>
            )}
            <span className="num i3">{i18n.number(Math.round(ms))} ms</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ending({ outcome }: { readonly outcome: string }) {
  switch (outcome) {
    case "complete":
      return <Trans>answered</Trans>;
    case "cancelled":
      return <Trans>stopped</Trans>;
    case "throttled":
    case "paused":
      return <Trans>asked for a pause</Trans>;
    case "unavailable":
    case "circuit_open":
      return <Trans>not available</Trans>;
    case "rejected":
    case "no_key":
    case "address":
      return <Trans>refused; see its settings</Trans>;
    case "slow":
    case "stalled":
      return <Trans>too slow</Trans>;
    case "broken":
    case "too_long":
      return <Trans>no usable answer</Trans>;
    case "busy":
    case "limited":
    case "no_time":
      return <Trans>no room in time</Trans>;
    case "budget_conversation":
      return <Trans>budget of the conversation</Trans>;
    case "budget_day":
      return <Trans>budget of the day</Trans>;
    case "budget_calls":
      return <Trans>calls of the day</Trans>;
    case "unpriced":
      return <Trans>price unknown</Trans>;
    default:
      return outcome;
  }
}
