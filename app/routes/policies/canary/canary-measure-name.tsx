import { Trans } from "@lingui/react/macro";
import type { CanaryMeasure } from "#engine/policy-canary/compare-canary.ts";

/** What is compared of a canary. */
export function CanaryMeasureName({ measure }: { readonly measure: CanaryMeasure }) {
  switch (measure) {
    case "alone":
      return <Trans>Answered without a person</Trans>;
    case "approved":
      return <Trans>Drafts sent as they were</Trans>;
    case "rejected":
      return <Trans>Drafts discarded</Trans>;
    case "handedOver":
      return <Trans>Handed over</Trans>;
    case "cost":
      return <Trans>Cost of a conversation</Trans>;
    case "csat":
      return <Trans>Rating by visitors</Trans>;
  }
}
