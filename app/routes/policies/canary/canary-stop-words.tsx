import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { CanaryStop } from "#db/reads/policy-moves.ts";
import { useCanaryFormat } from "./use-canary-format.ts";

/** What showed that a canary is worse, in sentences. */
export function CanaryStopWords({ stop }: { readonly stop: CanaryStop }) {
  const { i18n } = useLingui();
  const { amount, plain } = useCanaryFormat(stop.measure);
  const canary = amount(stop.canary.mean);
  const production = amount(stop.production.mean);
  const [canaryOf, productionOf] = [i18n.number(stop.canary.n), i18n.number(stop.production.n)];
  const [low, high] = [plain(stop.worseBy.low), plain(stop.worseBy.high)];
  return (
    <>
      <p>
        <StopFact stop={stop} values={{ canary, production, canaryOf, productionOf }} />
      </p>
      <p>
        {stop.measure === "approved" || stop.measure === "handedOver" ? (
          <Trans>
            That is worse by {low} to {high} points.
          </Trans>
        ) : (
          <Trans>
            That is worse by {low} to {high}.
          </Trans>
        )}{" "}
        <Plural
          value={stop.conversations}
          one="It was clear after # conversation of both together."
          other="It was clear after # conversations of both together."
        />{" "}
        <Trans>Its conversations go on under what answers everybody.</Trans>
      </p>
    </>
  );
}

type FactProps = {
  readonly stop: CanaryStop;
  readonly values: {
    readonly canary: string;
    readonly production: string;
    readonly canaryOf: string;
    readonly productionOf: string;
  };
};

function StopFact({ stop, values: { canary, production, canaryOf, productionOf } }: FactProps) {
  switch (stop.measure) {
    case "approved":
      return (
        <Trans>
          People sent {canary} of its {canaryOf} first drafts as they were, and {production} of{" "}
          {productionOf} under production.
        </Trans>
      );
    case "handedOver":
      return (
        <Trans>
          {canary} of its {canaryOf} conversations were handed over, and {production} of{" "}
          {productionOf} under production.
        </Trans>
      );
    case "csat":
      return (
        <Trans>
          Visitors rated its conversations {canary} ({canaryOf} ratings), and {production} (
          {productionOf}) under production.
        </Trans>
      );
    case "cost":
      return (
        <Trans>
          One of its {canaryOf} conversations cost {canary}, and one of {productionOf} under
          production {production}.
        </Trans>
      );
  }
}
