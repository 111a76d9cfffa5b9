import { Trans } from "@lingui/react/macro";

/** How a call of a model ended, in a few words. */
export function ModelEnding({ outcome }: { readonly outcome: string }) {
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
    case "uncounted":
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
