import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { DecisionSummary } from "#contract/decision-summary.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { DecisionVerdict } from "#app/ui/thread/decision-verdict.tsx";
import { useCost } from "#app/ui/use-cost.ts";
import { ReactionNames } from "#app/ui/thread/reactions.tsx";
import { addressOf, type DecisionPlace } from "./decision-address.ts";

type Props = {
  readonly decisions: readonly DecisionSummary[];
  readonly place: DecisionPlace;
  readonly openId: string | null;
};

/** A page of decisions, the newest first. A row opens the record beside the list. */
export function DecisionTable({ decisions, place, openId }: Props) {
  return (
    <div className="tbl-wrap">
      <table className="tbl decision-tbl">
        <thead>
          <tr>
            <th scope="col">
              <Trans>When</Trans>
            </th>
            <th scope="col">
              <Trans>What it did</Trans>
            </th>
            <th scope="col">
              <Trans>What people did after</Trans>
            </th>
            <th scope="col" className="n">
              <Trans>Confidence</Trans>
            </th>
            <th scope="col" className="wide">
              <Trans>Policy</Trans>
            </th>
            <th scope="col" className="wide">
              <Trans>Model</Trans>
            </th>
            <th scope="col" className="n wide">
              <Trans>Cost</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((decision) => (
            <Row
              key={decision.id}
              decision={decision}
              address={addressOf(place.filter, { after: place.after, decisionId: decision.id })}
              isOpen={decision.id === openId}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly decision: DecisionSummary;
  readonly address: string;
  readonly isOpen: boolean;
};

function Row({ decision, address, isOpen }: RowProps) {
  const { t } = useLingui();
  const cost = useCost();
  const { confidence, threshold, policy, question, answer, contactName } = decision;
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const line = threshold === null ? null : Math.round(threshold * 100);
  return (
    <tr className={isOpen ? "is-open" : undefined}>
      <td className="num decision-when">
        <ClockTime at={decision.createdAt} />
      </td>
      <td className="decision-what">
        <Link
          to={address}
          preventScrollReset
          className="m"
          aria-current={isOpen ? "true" : undefined}
        >
          <DecisionVerdict outcome={decision.outcome} />
        </Link>
        <span className="i3 decision-who">{contactName ?? t`Visitor`}</span>
        {question === null ? null : <p className="tr">{question}</p>}
        {answer === null ? null : <p className="tr i3">{answer}</p>}
      </td>
      <td className="decision-after">
        <ReactionNames reactions={decision.reactions} />
      </td>
      <td className="n num">
        {confidence === null ? null : (
          <>
            {percent(confidence)}
            {line === null ? null : (
              <span className="xs i3 decision-line">
                <Trans>send line {line}%</Trans>
              </span>
            )}
          </>
        )}
      </td>
      <td className="wide">
        {policy === null ? null : (
          <Link to={`/policies/${policy.id}?version=${policy.version}`}>
            {policy.name} v{policy.version}
          </Link>
        )}
      </td>
      <td className="wide i2">{decision.model ?? "–"}</td>
      <td className="n num wide i2">{decision.costUsd === 0 ? "–" : cost(decision.costUsd)}</td>
    </tr>
  );
}
