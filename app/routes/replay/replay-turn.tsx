import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ModeName } from "#app/ui/mode-name.tsx";
import { DecisionVerdict } from "#app/ui/thread/decision-verdict.tsx";
import { useCost } from "#app/ui/use-cost.ts";
import { useDuration } from "#app/ui/use-duration.ts";
import type { ReplayedTurn, TurnAnswer } from "#engine/replay/compare-turn.ts";

/** One question, what the AI did about it, and what it would do, word by word. */
export function ReplayTurn({ turn }: { readonly turn: ReplayedTurn }) {
  const { recorded, told, replayed, words, changed, missingCalls } = turn;
  return (
    <li className="replay-turn">
      <p className="replay-question">
        <b>{turn.question}</b> <ClockTime at={turn.at} />
      </p>
      <div className="replay-sides">
        <Side
          name={<Trans>Then</Trans>}
          answer={recorded}
          none={
            told === null ? (
              <Trans>Nobody answered</Trans>
            ) : (
              <Trans>A person answered; the AI was not asked</Trans>
            )
          }
        />
        <Side name={<Trans>Now</Trans>} answer={replayed} none={null} />
      </div>
      {changed.answer ? (
        <p className="replay-words">
          {words.map(({ kind, text }, index) => {
            if (kind === "removed") return <del key={index}>{text}</del>;
            if (kind === "added") return <ins key={index}>{text}</ins>;
            return <span key={index}>{text}</span>;
          })}
        </p>
      ) : (
        <p className="i3">
          <Trans>The same words.</Trans>
        </p>
      )}
      {changed.passages ? (
        <p className="xs i3">
          <Trans>Other passages were found, or in another order.</Trans>
        </p>
      ) : null}
      {missingCalls.map(({ name }, index) => (
        <p key={index} className="inl warn">
          <Trans>Not recorded, so not called: {name}</Trans>
        </p>
      ))}
      {recorded === null ? null : (
        <Link className="link xs" to={`/decisions/${recorded.decisionId}`}>
          <Trans>Decision</Trans>
        </Link>
      )}
    </li>
  );
}

function Side({
  name,
  answer,
  none,
}: {
  readonly name: ReactNode;
  readonly answer: TurnAnswer | null;
  readonly none: ReactNode;
}) {
  const duration = useDuration();
  const cost = useCost();
  return (
    <div className="replay-side">
      <span className="xs i3">{name}</span>
      {answer === null ? (
        <span>{none}</span>
      ) : (
        <span>
          <DecisionVerdict outcome={answer.outcome} /> · <ModeName mode={answer.mode} />
          <span className="xs i3 replay-facts">
            {answer.confidence === null ? "" : `${Math.round(answer.confidence * 100)}% · `}
            {duration(answer.ms)} · {cost(answer.costUsd)} · {answer.model ?? "–"}
          </span>
        </span>
      )}
    </div>
  );
}
