import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";

/** Who may see an event: everybody in the conversation, or the team alone. */
export type Audience = "public" | "team";

/**
 * An event as a visitor may see it. What is the team's alone becomes `hidden`, which keeps seq
 * gap-free; a message taken back has no parts; words between colleagues and the AI are left out.
 */
export const visitorView = (event: ConversationEvent, audience: Audience): ConversationEvent =>
  audience === "team"
    ? { ...event, clientId: null, actor: nobody, body: { type: "hidden" } }
    : { ...event, body: publicBody(event.body) };

const nobody = { kind: "system", id: null, name: null } as const;

const publicBody = (body: EventBody): EventBody => {
  switch (body.type) {
    case "message.posted":
      return body.retracted ? { ...body, parts: [], citations: [], decisionId: null } : body;
    case "conversation.handed-back":
      return { ...body, note: null };
    case "conversation.handed-over": {
      const { brief: _, ...told } = body;
      return { ...told, detail: null, decisionId: null };
    }
    case "conversation.opened":
    case "message.retracted":
    case "conversation.taken-over":
    case "conversation.resolved":
    case "conversation.reopened":
      return body;
    case "contact.email-left":
    case "conversation.rated":
      return body;
    case "identity.asked":
      return { ...body, decisionId: null };
    case "identity.settled":
      return body;
    case "conversation.escalated":
    case "conversation.assigned":
    case "draft.proposed":
    case "draft.begun":
    case "draft.withdrawn":
    case "draft.discarded":
    case "draft.revision-asked":
    case "draft.kept":
    case "reply.superseded":
    case "conversation.mode-set":
    case "conversation.tags-changed":
    case "act.undone":
    case "hidden":
      return { type: "hidden" };
  }
};
