import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ModeName } from "#app/ui/mode-name.tsx";
import { useCost } from "#app/ui/use-cost.ts";
import { useDuration } from "#app/ui/use-duration.ts";
import { DecisionVerdict } from "#app/ui/thread/decision-verdict.tsx";
import type { BehaviourChange, BehaviourSide } from "#engine/behaviour/behaviour-diff.ts";
import type { TurnAnswer } from "#engine/replay/compare-turn.ts";
import { DiffWords } from "../diff/diff-words.tsx";
import type { Behaviour } from "./use-behaviour.ts";

type Props = {
  readonly behaviour: Behaviour;
  /** Numbers of the two versions. */
  readonly before: number;
  readonly after: number;
};

/** The same questions answered under two versions, as they come, changed ones first. */
export function BehaviourList({ behaviour: { changes, sums, hasFailed }, before, after }: Props) {
  const { t } = useLingui();
  const changed = changes.filter((change) => change.changed.answer || change.changed.outcome);
  return (
    <section className="behaviour" aria-label={t`Behaviour`}>
      <p aria-live="polite">
        {sums === null && !hasFailed ? (
          <Trans>
            {changes.length} asked so far, {changed.length} answered otherwise.
          </Trans>
        ) : sums === null ? null : sums.questions === 0 ? (
          <Trans>Nobody has asked anything yet, and no test is saved.</Trans>
        ) : (
          <b>
            <Trans>
              {changed.length} of {sums.questions} answered otherwise, {sums.outcomes} with another
              outcome.
            </Trans>
          </b>
        )}
      </p>
      {hasFailed ? (
        <p className="inl bad" role="alert">
          <Trans>The comparison did not come to its end. Try again.</Trans>
        </p>
      ) : null}
      {sums === null || sums.questions === 0 ? null : (
        <>
          <dl className="kv replay-sums">
            <Sum name={`v${before}`} side={sums.before} />
            <Sum name={`v${after}`} side={sums.after} />
          </dl>
          {sums.failed === 0 ? null : (
            <p className="inl warn">
              <Plural
                value={sums.failed}
                one="# question could not be asked."
                other="# questions could not be asked."
              />
            </p>
          )}
        </>
      )}
      <ol className="replay-turns" aria-label={t`Questions`} tabIndex={0}>
        {changes.map((change) => (
          <Change key={change.index} change={change} before={before} after={after} />
        ))}
      </ol>
    </section>
  );
}

function Sum({ name, side }: { readonly name: string; readonly side: BehaviourSide }) {
  const { sent, drafted, handedOver, ms } = side;
  const cost = useCost()(side.costUsd);
  const duration = useDuration();
  return (
    <>
      <dt className="num">{name}</dt>
      <dd className="num">
        <Trans>
          {sent} sent, {drafted} drafts, {handedOver} to people · {cost}
        </Trans>{" "}
        · {duration(ms)}
      </dd>
    </>
  );
}

function Change({
  change: { question, conversationId, before: earlier, after: later, words, changed },
  before,
  after,
}: {
  readonly change: BehaviourChange;
  readonly before: number;
  readonly after: number;
}) {
  return (
    <li className="replay-turn">
      <p className="replay-question">
        <b>{question}</b>{" "}
        {conversationId === null ? (
          <span className="xs i3">
            <Trans>saved test</Trans>
          </span>
        ) : (
          <Link className="link xs" to={`/c/${conversationId}`}>
            <Trans>Conversation</Trans>
          </Link>
        )}
      </p>
      {changed.answer || changed.outcome ? (
        <>
          <div className="replay-sides">
            <Side name={`v${before}`} answer={earlier} />
            <Side name={`v${after}`} answer={later} />
          </div>
          {changed.answer ? (
            <p className="replay-words">
              <DiffWords words={words} />
            </p>
          ) : (
            <p className="i3">
              <Trans>The same words.</Trans>
            </p>
          )}
        </>
      ) : (
        <p className="xs i3">
          <DecisionVerdict outcome={later.outcome} /> · <Trans>Nothing changed.</Trans>
        </p>
      )}
    </li>
  );
}

function Side({ name, answer }: { readonly name: ReactNode; readonly answer: TurnAnswer }) {
  const cost = useCost();
  const duration = useDuration();
  return (
    <div className="replay-side">
      <span className="xs i3 num">{name}</span>
      <span>
        <DecisionVerdict outcome={answer.outcome} /> · <ModeName mode={answer.mode} />
        <span className="xs i3 replay-facts">
          {answer.confidence === null ? "" : `${Math.round(answer.confidence * 100)}% · `}
          {duration(answer.ms)} · {cost(answer.costUsd)} · {answer.model ?? "–"}
        </span>
      </span>
    </div>
  );
}
