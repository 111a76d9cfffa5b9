import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import type { AnswerToCheck } from "#db/reads/answers-to-check.ts";
import { ErrorText } from "#app/ui/error-text.tsx";

type Props = {
  /** How many there are in all. */
  readonly waiting: number;
  /** The first of them. */
  readonly answers: readonly AnswerToCheck[];
  readonly mayCheck: boolean;
};

/** Answers that went out by themselves and were drawn by lot: whether they were right, somebody has to say. */
export function AnswersToCheck({ waiting, answers, mayCheck }: Props) {
  const { t } = useLingui();
  if (answers.length === 0) return null;
  return (
    <section className="to-check" aria-labelledby="check-h">
      <h2 id="check-h" className="side-h">
        <Trans>Were these right?</Trans>
      </h2>
      <p className="xs i3">
        <Trans>
          One sent answer in ten is drawn by lot, since nobody objects to every wrong one. What you
          say moves the send line.
        </Trans>{" "}
        <Plural value={waiting} one="# waits." other="# wait." />
      </p>
      <ul aria-label={t`Answers to check`}>
        {answers.map((answer) => (
          <Answer key={answer.decisionId} answer={answer} mayCheck={mayCheck} />
        ))}
      </ul>
    </section>
  );
}

function Answer({
  answer,
  mayCheck,
}: {
  readonly answer: AnswerToCheck;
  readonly mayCheck: boolean;
}) {
  const { t } = useLingui();
  const fetcher = useFetcher<{ readonly problem: WireError | null }>();
  const { decisionId, conversationId } = answer;
  const question = answer.question ?? "";
  const problem = fetcher.state === "idle" ? (fetcher.data?.problem ?? null) : null;
  const say = (is: "right" | "wrong") =>
    void fetcher.submit(
      { intent: `check-${is}`, decisionId },
      { method: "post", action: "/knowledge/retrieval" },
    );
  return (
    <li>
      <Link className="m tr" to={`/c/${conversationId}?why=${decisionId}`} title={question}>
        {question}
      </Link>
      {/* It scrolls, so that the keyboard must reach it. */}
      <div className="sm i2 to-check-answer" role="region" aria-label={t`Answer`} tabIndex={0}>
        {answer.answer}
      </div>
      {mayCheck ? (
        <span className="row">
          <button
            type="button"
            className="btn sm"
            aria-label={t`Right: ${question}`}
            disabled={fetcher.state !== "idle"}
            onClick={() => say("right")}
          >
            <Trans>Right</Trans>
          </button>
          <button
            type="button"
            className="btn sm"
            aria-label={t`Wrong: ${question}`}
            disabled={fetcher.state !== "idle"}
            onClick={() => say("wrong")}
          >
            <Trans>Wrong</Trans>
          </button>
        </span>
      ) : null}
      {problem === null ? null : (
        <p className="xs c-bad-t" role="alert">
          <ErrorText error={problem} />
        </p>
      )}
    </li>
  );
}
