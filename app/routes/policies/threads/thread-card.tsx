import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { DocThread, ThreadAct } from "#contract/doc-thread.ts";
import { newId } from "#app/sync/core/new-id.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { CheckIcon, UndoIcon } from "#app/ui/icons.tsx";
import { CommentItem } from "./comment-item.tsx";
import { ThreadEvidence } from "./thread-evidence.tsx";
import { ThreadProblem } from "./thread-problem.tsx";
import { WordsForm } from "./words-form.tsx";

type Props = {
  readonly thread: DocThread;
  readonly memberId: string;
  readonly mayWrite: boolean;
  readonly isOpen: boolean;
  /** Whether the page still has the words. */
  readonly isPlaced: boolean;
  readonly act: (threadId: string, act: ThreadAct) => Promise<WireError | null>;
  readonly onShow: (thread: DocThread) => void;
};

/** A comment with its answers, or a suggestion with what would change, and what one may do about it. */
export function ThreadCard({ thread, memberId, mayWrite, isOpen, isPlaced, act, onShow }: Props) {
  const { t } = useLingui();
  const card = useRef<HTMLLIElement>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { id, author, at, quote, proposed, state, evidence, decidedBy, comments } = thread;
  useEffect(() => {
    if (isOpen) card.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const decide = async (to: DocThread["state"]): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(await act(id, { type: "state", state: to }));
    setBusy(false);
  };
  const name = author?.name ?? "Xin";
  const who = decidedBy?.name ?? "Xin";
  return (
    <li
      ref={card}
      className={`thread-card is-${state}${isOpen ? " is-lit" : ""}`}
      data-thread-card={id}
    >
      <button
        type="button"
        className="thread-quote"
        title={t`Show it on the page`}
        disabled={!isPlaced}
        onClick={() => onShow(thread)}
      >
        {proposed === null ? (
          <q>{quote === "" ? t`the whole page` : quote}</q>
        ) : (
          <span className="thread-change">
            {quote === "" ? null : <del>{quote}</del>}{" "}
            {proposed === "" ? null : <ins>{proposed}</ins>}
          </span>
        )}
      </button>
      {proposed === null ? null : (
        <p className="xs i3">
          <Trans>
            Suggested by {name}, <ClockTime at={at} />
          </Trans>
        </p>
      )}
      {evidence !== null ? (
        <ThreadEvidence evidence={evidence} />
      ) : author === null ? (
        <p className="xs i2">
          <Trans>From a version that was saved elsewhere.</Trans>
        </p>
      ) : null}
      {isPlaced || state !== "open" ? null : (
        <p className="xs c-warn-t">
          <Trans>These words are no longer on the page.</Trans>
        </p>
      )}
      {comments.length === 0 ? null : (
        <ol className="thread-comments">
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              isOwn={mayWrite && comment.author?.id === memberId}
              onDelete={() => act(id, { type: "delete", commentId: comment.id })}
            />
          ))}
        </ol>
      )}
      {problem === null ? null : <ThreadProblem problem={problem} />}
      {state === "open" ? null : (
        <p className="xs i3">
          {state === "accepted" ? (
            <Trans>Accepted by {who}</Trans>
          ) : state === "rejected" ? (
            <Trans>Rejected by {who}</Trans>
          ) : (
            <Trans>Resolved by {who}</Trans>
          )}
        </p>
      )}
      {mayWrite && state === "open" ? (
        <WordsForm
          label={t`Answer`}
          send={<Trans>Answer</Trans>}
          onSend={(body) => act(id, { type: "answer", commentId: newId(), body })}
        />
      ) : null}
      {mayWrite ? (
        <div className="row thread-acts">
          {state !== "open" ? (
            <button
              type="button"
              className="btn sm ghost"
              aria-disabled={isBusy}
              onClick={() => void decide("open")}
            >
              <UndoIcon size={12} />
              <Trans>Open again</Trans>
            </button>
          ) : proposed === null ? (
            <button
              type="button"
              className="btn sm"
              aria-disabled={isBusy}
              onClick={() => void decide("resolved")}
            >
              <CheckIcon size={12} />
              <Trans>Resolve</Trans>
            </button>
          ) : (
            <>
              <button
                type="button"
                className="btn sm"
                disabled={!isPlaced}
                aria-disabled={isBusy}
                onClick={() => void decide("accepted")}
              >
                <CheckIcon size={12} />
                <Trans>Accept</Trans>
              </button>
              <button
                type="button"
                className="btn sm ghost"
                aria-disabled={isBusy}
                onClick={() => void decide("rejected")}
              >
                <Trans>Reject</Trans>
              </button>
            </>
          )}
        </div>
      ) : null}
    </li>
  );
}
