import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { DocComment } from "#contract/doc-thread.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { TrashIcon } from "#app/ui/icons.tsx";
import { LinkedText } from "#app/ui/linked-text.tsx";
import { ThreadProblem } from "./thread-problem.tsx";

type Props = {
  readonly comment: DocComment;
  readonly isOwn: boolean;
  readonly onDelete: () => Promise<WireError | null>;
};

/** What somebody said in a thread. */
export function CommentItem({ comment, isOwn, onDelete }: Props) {
  const { t } = useLingui();
  const [problem, setProblem] = useState<WireError | null>(null);
  const { author, at, body } = comment;
  const name = author?.name ?? "Xin";
  const remove = async (): Promise<void> => {
    if (confirm(t`Delete your comment? Its words are gone for everybody.`)) {
      setProblem(await onDelete());
    }
  };
  return (
    <li>
      <p className="thread-by">
        <Avatar name={name} size={18} {...(author === null ? {} : { memberId: author.id })} />
        <b className="tr">{name}</b>
        <span className="xs i3">
          <ClockTime at={at} />
        </span>
        {isOwn && body !== null ? (
          <button
            type="button"
            className="ib sm end"
            aria-label={t`Delete your comment`}
            title={t`Delete`}
            onClick={() => void remove()}
          >
            <TrashIcon size={12} />
          </button>
        ) : null}
      </p>
      <p className={body === null ? "i3" : "thread-words"}>
        {body === null ? <Trans>Deleted</Trans> : <LinkedText text={body} />}
      </p>
      {problem === null ? null : <ThreadProblem problem={problem} />}
    </li>
  );
}
