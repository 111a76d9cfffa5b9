import type { HistoryEvent } from "#db/reads/act-history.ts";

/** What of a conversation an event changes: a part of how it stands, and what that part is afterwards. */
export type FieldWrite =
  | { readonly field: "status"; readonly value: "open" | "resolved" }
  | { readonly field: "custody"; readonly value: "ai" | "people" | "waiting" }
  | { readonly field: "assignee"; readonly value: string | null }
  /** The decision whose draft waits for a person. */
  | { readonly field: "draft"; readonly value: string | null }
  | { readonly field: `message ${number}`; readonly value: "shown" | "retracted" }
  | TagWrite;

/** Whether a tag is on the conversation. */
export type TagWrite = { readonly field: `tag ${string}`; readonly value: "on" | "off" };

/** Whether it is a tag that changes, whatever it is called. */
export const isTagWrite = (write: FieldWrite): write is TagWrite => isTagField(write.field);

const isTagField = (field: FieldWrite["field"]): field is TagWrite["field"] =>
  field.startsWith("tag ");

/** How every conversation stands before its first event. */
export const initialValue = (field: FieldWrite["field"]): FieldWrite => {
  if (isTagField(field)) return { field, value: "off" };
  switch (field) {
    case "status":
      return { field, value: "open" };
    case "custody":
      return { field, value: "ai" };
    case "assignee":
    case "draft":
      return { field, value: null };
    default:
      return { field, value: "retracted" };
  }
};

/** What an event changes, the part that the act is about first. As `applyEvent` does it. */
export const writesOf = ({ seq, actorKind, body }: HistoryEvent): readonly FieldWrite[] => {
  switch (body.type) {
    case "message.posted":
      // What a visitor writes is about an open conversation, and says so.
      if (actorKind === "visitor") return [{ field: "status", value: "open" }];
      if (body.note) return [{ field: `message ${seq}`, value: "shown" }];
      return [
        { field: `message ${seq}`, value: "shown" },
        { field: "draft", value: null },
      ];
    case "message.retracted":
      return [{ field: `message ${body.targetSeq}`, value: "retracted" }];
    case "conversation.taken-over":
      return [
        { field: "custody", value: "people" },
        { field: "assignee", value: actorKind === "member" ? body.memberId : null },
      ];
    case "conversation.handed-back":
      return [
        { field: "custody", value: "ai" },
        { field: "assignee", value: null },
      ];
    case "conversation.handed-over":
      return [
        { field: "custody", value: "waiting" },
        { field: "assignee", value: null },
      ];
    case "conversation.assigned":
      return [{ field: "assignee", value: body.memberId }];
    case "conversation.escalated":
      return body.memberId === null ? [] : [{ field: "assignee", value: body.memberId }];
    case "conversation.resolved":
      return [
        { field: "status", value: "resolved" },
        { field: "draft", value: null },
      ];
    case "conversation.reopened":
      return [{ field: "status", value: "open" }];
    case "draft.begun":
    case "draft.proposed":
      return [{ field: "draft", value: body.decisionId }];
    case "draft.withdrawn":
    case "draft.discarded":
      return [{ field: "draft", value: null }];
    case "conversation.tags-changed":
      return [
        ...body.added.map((tag) => ({ field: `tag ${tag}`, value: "on" }) as const),
        ...body.removed.map((tag) => ({ field: `tag ${tag}`, value: "off" }) as const),
      ];
    case "conversation.opened":
    case "draft.revision-asked":
    case "draft.kept":
    case "reply.superseded":
    case "act.undone":
    case "contact.email-left":
    case "conversation.rated":
    case "identity.asked":
    case "identity.settled":
    case "conversation.mode-set":
    case "hidden":
      return [];
  }
};
