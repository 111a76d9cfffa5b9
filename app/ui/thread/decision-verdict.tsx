import { Trans } from "@lingui/react/macro";
import type { Decision } from "#contract/decision.ts";

/** What became of a decision, in a few words. */
export function DecisionVerdict({ outcome }: { readonly outcome: Decision["outcome"] }) {
  switch (outcome) {
    case "sent":
      return <Trans>Sent by itself</Trans>;
    case "drafted":
      return <Trans>Drafted, a person decides</Trans>;
    case "approved":
      return <Trans>A person approved it</Trans>;
    case "discarded":
      return <Trans>A person discarded it</Trans>;
    case "handed_over":
      return <Trans>Handed over to a person</Trans>;
    case "superseded":
      return <Trans>Refused: someone took over or stopped it</Trans>;
    case "failed":
      return <Trans>No answer could be made</Trans>;
    case "shadowed":
      return <Trans>Decided silently; a person answers</Trans>;
    case "fell_back":
      return <Trans>From then on it wrote drafts only</Trans>;
    case "canary_stopped":
      return <Trans>The canary was clearly worse and is stopped</Trans>;
    case "undone":
      return <Trans>A person took acts of the AI back</Trans>;
  }
}
