import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ModeName } from "#app/ui/mode-name.tsx";
import { useCost } from "#app/ui/use-cost.ts";
import { DecisionReason } from "#app/ui/thread/decision-reason.tsx";
import { DecisionVerdict } from "#app/ui/thread/decision-verdict.tsx";
import type { ShadowTurn } from "#engine/policy-shadow/read-shadow-turns.ts";
import { DiffWords } from "../diff/diff-words.tsx";

type Props = { readonly turn: ShadowTurn; readonly version: number };

/** One question: what was done, what the shadow would have done, the words' difference, and why each. */
export function ShadowTurnItem({ turn, version }: Props) {
  const { question, at, conversationId, decisionId, production, shadow, sent, changed } = turn;
  const isSame = !changed.outcome && !changed.answer;
  return (
    <li className="replay-turn">
      <p className="replay-question">
        <b>{question}</b>{" "}
        <span className="xs i3">
          <ClockTime at={at} />
        </span>
      </p>
      <div className="replay-sides">
        <Side
          name={
            production.version === null ? (
              <Trans>As it was</Trans>
            ) : (
              <Trans>As it was, under v{production.version}</Trans>
            )
          }
          decided={production}
        />
        <Side name={<Trans>v{version} in the shadow</Trans>} decided={shadow} />
      </div>
      {isSame ? (
        <p className="replay-words i2">
          {shadow.answer ?? <Trans>It would have said nothing.</Trans>}
        </p>
      ) : changed.answer ? (
        <p className="replay-words">
          <span className="xs i3 replay-facts">
            {sent === null ? (
              <Trans>From what the AI wrote to what it would have written</Trans>
            ) : (
              <Trans>From what people sent to what it would have written</Trans>
            )}
          </span>
          <DiffWords words={turn.words} />
        </p>
      ) : (
        <p className="i3">
          <Trans>The same words.</Trans>
        </p>
      )}
      <details className="shadow-why">
        <summary className="xs">
          <Trans>Why</Trans>
        </summary>
        <div className="replay-sides">
          <p>
            <Why reason={production.reason} />{" "}
            <Link className="link xs" to={`/decisions/${decisionId}`}>
              <Trans>Decision</Trans>
            </Link>
          </p>
          <p>
            <Why reason={shadow.reason} />{" "}
            <Link className="link xs" to={`/c/${conversationId}`}>
              <Trans>Conversation</Trans>
            </Link>
          </p>
        </div>
      </details>
    </li>
  );
}

function Why({ reason }: { readonly reason: string | null }) {
  return reason === null ? (
    <Trans>No reason was recorded.</Trans>
  ) : (
    <DecisionReason reason={reason} />
  );
}

type SideProps = {
  readonly name: ReactNode;
  readonly decided: Omit<ShadowTurn["shadow"], "answer" | "reason">;
};

function Side({ name, decided: { mode, outcome, confidence, costUsd, model } }: SideProps) {
  const cost = useCost()(costUsd);
  return (
    <div className="replay-side">
      <span className="xs i3">{name}</span>
      <span>
        <DecisionVerdict outcome={outcome} />
        {mode === null ? null : (
          <>
            {" · "}
            <ModeName mode={mode} />
          </>
        )}
        <span className="xs i3 num replay-facts">
          {confidence === null ? "" : `${Math.round(confidence * 100)}% · `}
          {cost} · {model ?? "–"}
        </span>
      </span>
    </div>
  );
}
