import { Trans } from "@lingui/react/macro";
import type { ComparedMeasure } from "#engine/policy-canary/compare-canary.ts";
import { useCanaryFormat } from "./use-canary-format.ts";

/** What a comparison comes to, in a sentence with the range of the difference. */
export function CanaryVerdict({ compared }: { readonly compared: ComparedMeasure }) {
  const { measure, difference } = compared;
  const { change } = useCanaryFormat(measure);
  if (difference === null) return <Trans>Too little yet to tell</Trans>;
  const [low, high] = [change(difference.low), change(difference.high)];
  const isMore = difference.low > 0;
  const isClear = isMore || difference.high < 0;
  if (!isClear)
    return measure === "cost" || measure === "csat" ? (
      <Trans>
        No clear difference ({low} to {high})
      </Trans>
    ) : (
      <Trans>
        No clear difference ({low} to {high} points)
      </Trans>
    );
  switch (measure) {
    case "cost":
      return isMore ? (
        <Trans>
          The canary costs more ({low} to {high})
        </Trans>
      ) : (
        <Trans>
          The canary costs less ({low} to {high})
        </Trans>
      );
    case "csat":
      return isMore ? (
        <Trans>
          The canary is rated higher ({low} to {high})
        </Trans>
      ) : (
        <Trans>
          The canary is rated lower ({low} to {high})
        </Trans>
      );
    default:
      return <ClearShare compared={compared} low={low} high={high} isMore={isMore} />;
  }
}

type ClearProps = {
  readonly compared: ComparedMeasure;
  readonly low: string;
  readonly high: string;
  readonly isMore: boolean;
};

function ClearShare({ compared, low, high, isMore }: ClearProps) {
  switch (compared.measure) {
    case "alone":
      return isMore ? (
        <Trans>
          The canary needs a person less often ({low} to {high} points)
        </Trans>
      ) : (
        <Trans>
          The canary needs a person more often ({low} to {high} points)
        </Trans>
      );
    case "handedOver":
      return isMore ? (
        <Trans>
          The canary hands over more often ({low} to {high} points)
        </Trans>
      ) : (
        <Trans>
          The canary hands over less often ({low} to {high} points)
        </Trans>
      );
    case "rejected":
      return isMore ? (
        <Trans>
          Drafts of the canary are discarded more often ({low} to {high} points)
        </Trans>
      ) : (
        <Trans>
          Drafts of the canary are discarded less often ({low} to {high} points)
        </Trans>
      );
    default:
      return isMore ? (
        <Trans>
          Drafts of the canary are sent as they were more often ({low} to {high} points)
        </Trans>
      ) : (
        <Trans>
          Drafts of the canary are sent as they were less often ({low} to {high} points)
        </Trans>
      );
  }
}
