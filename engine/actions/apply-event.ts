import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { oneLine } from "./one-line.ts";

/** An event and its place in the tenant's log. */
export type PlacedEvent = ConversationEvent & { readonly position: number };

/** Length of a conversation's subject and preview, in UTF-16 units. */
const subjectLength = 80;
const previewLength = 160;

/** Stands before a note's words in a preview. */
const noteMark = "✎ ";

/** What events look at and change, of a row as it is shown or as it is locked. */
type Changing = Omit<LockedConversation, "contactId">;

/**
 * The row after an event. The only place that knows how an event changes a conversation: actions
 * write what it answers. `seenSeq` and `unread` are a reader's own and stay as they are.
 */
export const applyEvent = <Row extends Changing>(row: Row, event: PlacedEvent): Row => ({
  ...row,
  lastSeq: event.seq,
  position: event.position,
  epoch: event.epoch,
  updatedAt: event.at,
  ...changesOf(row, event, event.body),
});

const changesOf = (
  row: Changing,
  event: PlacedEvent,
  body: EventBody,
): Partial<ConversationRow> => {
  switch (body.type) {
    case "conversation.opened":
      return { locale: body.locale };
    case "message.posted":
      return afterMessage(row, event, body);
    case "message.retracted":
      // Words that were taken back must not stay in the list. Nothing newer of the visitor may go.
      return body.targetSeq < row.visitorSeq
        ? {}
        : { preview: null, previewBy: writerOf(event.actor) };
    case "conversation.taken-over":
      return {
        holder: "people",
        assignee:
          event.actor.kind === "member" ? { id: body.memberId, name: body.memberName } : null,
        ...notWaiting,
      };
    case "conversation.handed-back":
      return { holder: "ai", assignee: null, ...notWaiting };
    case "conversation.handed-over":
      return {
        holder: "waiting",
        assignee: null,
        waitingReason: body.reason,
        waitingSince: event.at,
      };
    case "conversation.assigned":
      return { assignee: assigneeOf(body) };
    case "conversation.escalated":
      return body.memberId === null
        ? {}
        : { assignee: { id: body.memberId, name: body.memberName ?? "" } };
    case "contact.email-left":
    case "conversation.rated":
    case "identity.asked":
    case "identity.settled":
      return {};
    case "conversation.resolved":
      return { status: "resolved", draft: null };
    case "conversation.reopened":
      return { status: "open" };
    case "draft.proposed":
      return { draft: { decisionId: body.decisionId, confidence: body.confidence } };
    case "draft.begun":
      return { draft: { decisionId: body.decisionId, confidence: 0 } };
    case "draft.withdrawn":
    case "draft.discarded":
      return row.draft?.decisionId === body.decisionId ? { draft: null } : {};
    case "conversation.mode-set":
      return { mode: body.effective, modeReason: body.reason, modeLimit: body.mode };
    case "conversation.tags-changed":
      return { tags: body.tags };
    case "draft.revision-asked":
    case "draft.kept":
    case "reply.superseded":
    case "act.undone":
    case "hidden":
      return {};
  }
};

const notWaiting = { waitingReason: null, waitingSince: null } as const;

type MessagePosted = Extract<EventBody, { type: "message.posted" }>;

/** The newest words are the preview; a visitor's first are the subject; an answer ends the draft. */
const afterMessage = (
  row: Changing,
  { seq, actor }: PlacedEvent,
  { parts, note }: MessagePosted,
): Partial<ConversationRow> => {
  const text = parts.map((part) => part.text).join(" ");
  const preview = {
    preview: oneLine(note ? noteMark + text : text, previewLength),
    previewBy: writerOf(actor),
  };
  if (actor.kind === "visitor") {
    return { ...preview, visitorSeq: seq, subject: row.subject ?? oneLine(text, subjectLength) };
  }
  return note ? preview : { ...preview, draft: null };
};

const assigneeOf = (body: Extract<EventBody, { type: "conversation.assigned" }>) =>
  body.memberId === null ? null : { id: body.memberId, name: body.memberName ?? "" };

const writerOf = ({ kind }: ConversationEvent["actor"]): ConversationRow["previewBy"] => {
  switch (kind) {
    case "visitor":
    case "member":
    case "ai":
      return kind;
    case "api":
      return "member";
    case "automation":
    case "system":
      return "system";
  }
};
