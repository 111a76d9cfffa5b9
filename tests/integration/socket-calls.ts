import type { OperatorRequests, VisitorRequests } from "#contract/requests.ts";
import type { Things } from "./neighbour.ts";

/** Ids of what socket requests are about. */
export type SocketThings = Pick<Things, "conversationId" | "memberId" | "decisionId" | "policyId">;

/** A well-formed request of every kind about somebody's things. A new request must be added to compile. */
export const operatorCalls = ({ conversationId, memberId, decisionId, policyId }: SocketThings) => {
  const doc = { kind: "policy", id: policyId } as const;
  const act = { conversationId, clientId: crypto.randomUUID() };
  return {
    "message.post": { ...act, parts: [{ type: "text", text: "let me in" }] },
    "message.retract": { ...act, targetSeq: 1 },
    "events.fetch": { conversationId, after: 0 },
    "conversation.join": { conversationId },
    "conversation.leave": { conversationId },
    "seen.mark": { conversationId, seq: 1 },
    "typing.set": { conversationId, typing: true },
    "reply.stop": { conversationId },
    "conversation.take-over": act,
    "conversation.hand-back": { ...act, note: "mine" },
    "conversation.assign": { ...act, memberId },
    "conversation.resolve": act,
    "conversation.reopen": act,
    "conversation.set-mode": { ...act, mode: "off" },
    "conversation.change-tags": { ...act, add: ["mine"], remove: [] },
    "identity.send-code": act,
    "draft.approve": { ...act, decisionId, text: "approved" },
    "draft.revise": { ...act, decisionId, instruction: "shorter" },
    "draft.discard": { ...act, decisionId, reason: "mine" },
    "delivery.report": { received: 1, gaps: 0, duplicates: 0, resyncs: 0 },
    "delivery.read": {},
    "delivery.check": { checkId: crypto.randomUUID() },
    "doc.join": { doc, vector: "" },
    "doc.read": { doc, from: 0 },
    "doc.update": { doc, update: "AAA=" },
    "doc.point": { doc, place: null },
    "doc.leave": { doc },
    "doc.threads": { doc },
    "doc.discuss": {
      doc,
      threadId: crypto.randomUUID(),
      act: { type: "comment", start: "{}", end: "{}", body: "mine" },
    },
  } satisfies { [Name in keyof OperatorRequests]: OperatorRequests[Name]["request"] };
};

/** As `operatorCalls`, for what a visitor may ask. */
export const visitorCalls = ({ conversationId }: SocketThings) => {
  const act = { conversationId, clientId: crypto.randomUUID() };
  return {
    "session.start": { token: null, locale: "en" },
    "events.fetch": { conversationId, after: 0 },
    "seen.mark": { conversationId, seq: 1 },
    "typing.set": { conversationId, typing: true },
    "message.retract": { ...act, targetSeq: 1 },
    "reply.stop": { conversationId },
    "person.request": act,
    "contact.leave-email": { ...act, email: "mine@example.com" },
    "conversation.rate": { ...act, closedSeq: 3, score: 5, comment: "mine" },
    "identity.send-code": act,
    "identity.enter-code": { conversationId, checkId: crypto.randomUUID(), code: "123456" },
    "receipt.read": { conversationId, seq: 1 },
    "delivery.report": { received: 1, gaps: 0, duplicates: 0, resyncs: 0 },
    "message.post": { ...act, parts: [{ type: "text", text: "let me in" }] },
  } satisfies { [Name in keyof VisitorRequests]: VisitorRequests[Name]["request"] };
};

/** The calls that name somebody's things: how delivery goes is asked of one's own workspace. */
export const naming = (calls: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(calls).filter(([name]) => !name.startsWith("delivery.")));
