import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useCost } from "#app/ui/use-cost.ts";
import type { Outcomes, ShadowComparison } from "#engine/policy-shadow/read-shadow-state.ts";

type Props = { readonly comparison: ShadowComparison; readonly version: number };

/** What both came to, in figures. */
export function ShadowSums({ comparison, version }: Props) {
  const { decided, sameOutcome, bothAnswered, alike, besidePeople, likePeople } = comparison;
  return (
    <>
      <dl className="kv replay-sums">
        <Sum
          name={<Trans>As it was</Trans>}
          outcomes={comparison.production}
          usd={comparison.productionUsd}
        />
        <Sum
          name={<Trans>v{version} in the shadow</Trans>}
          outcomes={comparison.shadow}
          usd={comparison.shadowUsd}
        />
      </dl>
      <p>
        <Trans>
          Of {decided} questions it would have done the same with {sameOutcome}. Of {bothAnswered}{" "}
          that both answered, {alike} say about the same; of {besidePeople} that people answered, it
          would have said about that in {likePeople}.
        </Trans>
      </p>
      {comparison.isCut ? (
        <p className="inl">
          <Trans>Only the newest 500 are counted.</Trans>
        </p>
      ) : null}
    </>
  );
}

type SumProps = {
  readonly name: ReactNode;
  readonly outcomes: Outcomes;
  readonly usd: number;
};

function Sum({ name, outcomes, usd }: SumProps) {
  const { sent, drafted, handedOver } = outcomes;
  const cost = useCost()(usd);
  return (
    <>
      <dt>{name}</dt>
      <dd className="num">
        <Trans>
          {sent} sent, {drafted} drafts, {handedOver} to people · {cost}
        </Trans>
      </dd>
    </>
  );
}
