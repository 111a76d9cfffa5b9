import { Trans } from "@lingui/react/macro";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { AiIcon, CheckIcon, HandOverIcon, PersonIcon } from "../icons.tsx";
import { HandOverReason } from "../hand-over-reason.tsx";

/** The state of a conversation in words: filled when it needs a person, plain text otherwise. */
export function StateChip({
  row,
  memberId,
}: {
  readonly row: ConversationRow;
  readonly memberId: string;
}) {
  const writing = useInbox((state) => state.streams.has(row.id));
  if (row.status === "resolved") {
    return (
      <span className="st ok">
        <CheckIcon size={12} />
        <Trans>Resolved</Trans>
      </span>
    );
  }
  if (row.holder === "waiting" && row.waitingReason !== null) {
    return (
      <span className="st fill warn">
        <HandOverIcon size={12} />
        <HandOverReason reason={row.waitingReason} />
      </span>
    );
  }
  if (row.draft !== null && !writing) {
    return (
      <span className="st fill ai">
        <AiIcon size={12} />
        <Trans>Approve draft</Trans>
      </span>
    );
  }
  if (row.holder === "ai") {
    return (
      <span className="st ai">
        <AiIcon size={12} />
        {writing ? <Trans>Writing an answer</Trans> : <Trans>AI handling</Trans>}
      </span>
    );
  }
  return (
    <span className="st">
      <PersonIcon size={12} />
      {row.assignee === null ? (
        <Trans>Unassigned</Trans>
      ) : row.assignee.id === memberId ? (
        <Trans>You</Trans>
      ) : (
        row.assignee.name
      )}
    </span>
  );
}
