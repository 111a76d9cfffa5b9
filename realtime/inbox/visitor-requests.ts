import { v7 as uuidv7 } from "uuid";
import { ReceiptRead } from "#contract/answer-receipt.ts";
import {
  ConversationAct,
  EventsFetch,
  MessageRetract,
  ReplyStop,
  SeenMark,
  TypingSet,
} from "#contract/conversation-requests.ts";
import { EmailLeave } from "#contract/contact-requests.ts";
import { DeliveryReport } from "#contract/delivery-report.ts";
import { CodeEnter } from "#contract/identity-requests.ts";
import { MessagePost } from "#contract/message-post.ts";
import { limits } from "#contract/names.ts";
import { ConversationRate } from "#contract/rating.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import { SessionStart } from "#contract/session-start.ts";
import { readAnswerReceipt } from "#db/reads/answer-receipt.ts";
import { readEvents } from "#db/reads/events.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { leaveEmail } from "#engine/actions/leave-email.ts";
import { markSeen } from "#engine/actions/mark-seen.ts";
import type { Outcome } from "#engine/actions/outcome.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { rateConversation } from "#engine/actions/rate-conversation.ts";
import { requestPerson } from "#engine/actions/request-person.ts";
import { retract } from "#engine/actions/retract.ts";
import { countPost } from "./count-post.ts";
import { takeReport } from "./delivery-requests.ts";
import { fitPage } from "./fit-page.ts";
import { keepAsOwn } from "./keep-as-own.ts";
import { type VisitorContext, assertOwn, contactOf } from "./own-conversations.ts";
import { peopleThere } from "./people-there.ts";
import { rooms } from "./rooms.ts";
import { type RequestTable, request } from "./serve-requests.ts";
import type { VisitorSocket } from "./sockets.ts";
import { startVisitor } from "./start-visitor.ts";
import { tellTyping } from "./tell-typing.ts";

/** Everything a widget may ask. All but `session.start` need a session first. */
export const visitorRequests: RequestTable<VisitorRequests, VisitorContext> = {
  // Costs more than the rest: it may make a contact.
  "session.start": request(SessionStart, startVisitor, 4),

  "message.post": request(MessagePost, async ({ gateway, socket }: VisitorContext, input) => {
    contactOf(socket);
    if (input.note === true) {
      throw new ActionRefused({ kind: "forbidden", message: "Notes are for the team." });
    }
    const { channel, locale } = socket.data;
    const endTimer = gateway.deps.metrics.messageAckSeconds.startTimer({ by: "visitor" });
    const outcome = await countPost(gateway, socket.data.tenantId, () =>
      postMessage(gateway.deps, envelopeOf(socket, input.clientId, input.traceparent), {
        conversationId: input.conversationId,
        parts: input.parts,
        note: false,
        page: input.page,
        locale,
        channelId: channel.channelId,
      }),
    );
    endTimer();
    follow(socket, input.conversationId, outcome);
    return { seq: outcome.seq ?? 0, id: outcome.id ?? "", duplicate: outcome.duplicate };
  }),

  "message.retract": request(MessageRetract, async ({ gateway, socket }: VisitorContext, input) => {
    const { conversationId, targetSeq } = input;
    const envelope = envelopeOf(socket, input.clientId);
    const { seq } = await retract(gateway.deps, envelope, { conversationId, targetSeq });
    return { seq };
  }),

  "events.fetch": request(EventsFetch, async ({ gateway, socket }: VisitorContext, input) => {
    await assertOwn({ gateway, socket }, input.conversationId);
    const page = { after: input.after, limit: limits.eventsPerPage, audience: "public" } as const;
    const fitted = fitPage(
      await gateway.deps.db.tenant(socket.data.tenantId, (tx) =>
        readEvents(tx, input.conversationId, page),
      ),
    );
    gateway.counts.add(socket.data.tenantId, "delivered", fitted.events.length);
    return fitted;
  }),

  "seen.mark": request(SeenMark, async ({ gateway, socket }: VisitorContext, input) => {
    await markSeen(gateway.deps, envelopeOf(socket, uuidv7()), input);
    return {};
  }),

  "typing.set": request(TypingSet, ({ gateway, socket }: VisitorContext, input) => {
    const id = contactOf(socket);
    // From memory alone: typing is too frequent and too unimportant to ask the database.
    if (!socket.data.own.has(input.conversationId)) throw noConversation();
    tellTyping(gateway, socket.data, { kind: "visitor", id, name: "" }, { ...input, note: false });
    return {};
  }),

  "reply.stop": request(ReplyStop, async ({ gateway, socket }: VisitorContext, input) => {
    const { conversationId } = input;
    await assertOwn({ gateway, socket }, conversationId);
    const { tenantId } = socket.data;
    gateway.deps.bus.publish({ type: "reply.stop", tenantId, conversationId });
    return {};
  }),

  "person.request": request(ConversationAct, async ({ gateway, socket }: VisitorContext, input) => {
    const { conversationId, clientId } = input;
    const outcome = await requestPerson(gateway.deps, envelopeOf(socket, clientId), {
      conversationId,
      channelId: socket.data.channel.channelId,
    });
    follow(socket, conversationId, outcome);
    return {
      seq: outcome.seq,
      people: await peopleThere(gateway, socket.data.tenantId, conversationId),
    };
  }),

  "contact.leave-email": request(
    EmailLeave,
    async ({ gateway, socket }: VisitorContext, { conversationId, clientId, email }) => {
      const outcome = await leaveEmail(gateway.deps, envelopeOf(socket, clientId), {
        conversationId,
        channelId: socket.data.channel.channelId,
        email,
      });
      follow(socket, conversationId, outcome);
      return { seq: outcome.seq };
    },
  ),

  "conversation.rate": request(
    ConversationRate,
    async ({ socket, gateway }: VisitorContext, input) => {
      const { clientId, ...rating } = input;
      const { seq } = await rateConversation(gateway.deps, envelopeOf(socket, clientId), rating);
      return { seq };
    },
  ),

  // Costs more than the rest: it may send a mail.
  "identity.send-code": request(
    ConversationAct,
    async ({ gateway, socket }: VisitorContext, { conversationId, clientId }) => {
      await assertOwn({ gateway, socket }, conversationId);
      return gateway.deps.identity.send(envelopeOf(socket, clientId), { conversationId });
    },
    4,
  ),

  "identity.enter-code": request(
    CodeEnter,
    async ({ gateway, socket }: VisitorContext, input) => {
      await assertOwn({ gateway, socket }, input.conversationId);
      return gateway.deps.identity.enter(envelopeOf(socket, uuidv7()), input);
    },
    4,
  ),

  "receipt.read": request(ReceiptRead, async ({ gateway, socket }: VisitorContext, input) => {
    const { conversationId, seq } = input;
    await assertOwn({ gateway, socket }, conversationId);
    const receipt = await gateway.deps.db.tenant(socket.data.tenantId, (tx) =>
      readAnswerReceipt(tx, conversationId, seq),
    );
    if (receipt !== null) return receipt;
    throw new ActionRefused({ kind: "not_found", message: "There is no answer of the AI here." });
  }),

  "delivery.report": request(DeliveryReport, async ({ gateway, socket }: VisitorContext, input) => {
    contactOf(socket);
    return takeReport(gateway, socket, input);
  }),
};

const envelopeOf = (socket: VisitorSocket, clientId: string, traceparent?: string): Envelope => ({
  tenantId: socket.data.tenantId,
  actor: { kind: "visitor", id: contactOf(socket), name: null },
  decisionId: null,
  depth: 0,
  idempotencyKey: clientId,
  dryRun: false,
  traceparent: traceparent ?? null,
});

/**
 * The conversation is this contact's: the action has made sure. When it was opened just now, the
 * contact's other tabs show another, empty one, and are told to ask again.
 */
const follow = (
  socket: VisitorSocket,
  conversationId: string,
  { events }: Pick<Outcome, "events">,
) => {
  keepAsOwn(socket, conversationId);
  if (!events.some(({ seq }) => seq === 1)) return;
  const { tenantId } = socket.data;
  socket.broadcast.to(rooms.contact(tenantId, contactOf(socket))).emit("resync", {});
};
