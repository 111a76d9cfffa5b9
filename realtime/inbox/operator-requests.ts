import { v7 as uuidv7 } from "uuid";
import {
  Assign,
  ConversationAct,
  ConversationJoin,
  DraftApprove,
  DraftDiscard,
  DraftRevise,
  EventsFetch,
  HandBack,
  MessageRetract,
  ReplyStop,
  SeenMark,
  TypingSet,
} from "#contract/conversation-requests.ts";
import { DeliveryCheck } from "#contract/delivery-check.ts";
import { DeliveryRead } from "#contract/delivery-read.ts";
import { DeliveryReport } from "#contract/delivery-report.ts";
import { MessagePost } from "#contract/message-post.ts";
import { ConversationSetMode } from "#contract/mode.ts";
import { DocJoin, DocLeave, DocPoint, DocRead, DocUpdate } from "#contract/doc.ts";
import { DocDiscuss, DocThreads } from "#contract/doc-thread.ts";
import { limits } from "#contract/names.ts";
import type { OperatorRequests } from "#contract/requests.ts";
import { ConversationChangeTags } from "#contract/tags.ts";
import { readContactOf } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { approveDraft } from "#engine/actions/approve-draft.ts";
import { assign } from "#engine/actions/assign.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import { discardDraft } from "#engine/actions/discard-draft.ts";
import { handBack } from "#engine/actions/hand-back.ts";
import { markSeen } from "#engine/actions/mark-seen.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { reopen } from "#engine/actions/reopen.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { setConversationMode } from "#engine/actions/set-conversation-mode.ts";
import { reviseDraft } from "#engine/actions/revise-draft.ts";
import { retract } from "#engine/actions/retract.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import { discussDoc, readThreads } from "../collab/thread-requests.ts";
import { joinDoc, leaveDoc, pointInDoc, readDocState, updateDoc } from "../collab/doc-requests.ts";
import { countPost } from "./count-post.ts";
import { readDelivery, startCheck, takeReport } from "./delivery-requests.ts";
import { fitPage } from "./fit-page.ts";
import { joinConversation, leaveConversation } from "./join-conversation.ts";
import { type OperatorContext, act, envelopeOf } from "./operator-act.ts";
import { type RequestTable, request } from "./serve-requests.ts";
import { tellTyping } from "./tell-typing.ts";

/** Everything the console may ask over its socket. */
export const operatorRequests: RequestTable<OperatorRequests, OperatorContext> = {
  "message.post": request(MessagePost, async ({ gateway, socket }: OperatorContext, input) => {
    const endTimer = gateway.deps.metrics.messageAckSeconds.startTimer({ by: "member" });
    const outcome = await countPost(gateway, socket.data.tenantId, () =>
      postMessage(gateway.deps, envelopeOf(socket, input.clientId, input.traceparent), {
        conversationId: input.conversationId,
        parts: input.parts,
        note: input.note === true,
        seenSeq: input.seenSeq,
      }),
    );
    endTimer();
    return { seq: outcome.seq ?? 0, id: outcome.id ?? "", duplicate: outcome.duplicate };
  }),

  "events.fetch": request(EventsFetch, async ({ gateway, socket }: OperatorContext, input) => {
    const page = { after: input.after, limit: limits.eventsPerPage, audience: "team" } as const;
    const read = await gateway.deps.db.tenant(socket.data.tenantId, (tx) =>
      readEvents(tx, input.conversationId, page),
    );
    if (read.lastSeq === 0) throw noConversation();
    const fitted = fitPage(read);
    gateway.counts.add(socket.data.tenantId, "delivered", fitted.events.length);
    return fitted;
  }),

  "conversation.join": request(ConversationJoin, joinConversation),
  "conversation.leave": request(ConversationJoin, leaveConversation),

  "seen.mark": request(SeenMark, async ({ gateway, socket }: OperatorContext, input) => {
    await markSeen(gateway.deps, envelopeOf(socket, uuidv7()), input);
    return {};
  }),

  "typing.set": request(TypingSet, ({ gateway, socket }: OperatorContext, input) => {
    const { principal, joined } = socket.data;
    // From memory alone, as for visitors.
    if (!joined.has(input.conversationId)) throw noConversation();
    assertMay(principal.role, "conversations.write");
    const who = { kind: "member", id: principal.memberId, name: principal.name } as const;
    tellTyping(gateway, socket.data, who, input);
    return {};
  }),

  "reply.stop": request(ReplyStop, async ({ gateway, socket }: OperatorContext, input) => {
    const { tenantId, principal } = socket.data;
    assertMay(principal.role, "conversations.write");
    const { conversationId } = input;
    const owner = await gateway.deps.db.tenant(tenantId, (tx) => readContactOf(tx, conversationId));
    if (owner === null) throw noConversation();
    gateway.deps.bus.publish({ type: "reply.stop", tenantId, conversationId });
    return {};
  }),

  "message.retract": act(MessageRetract, retract),
  "conversation.take-over": act(ConversationAct, takeOver),
  "conversation.hand-back": act(HandBack, handBack),
  "conversation.assign": act(Assign, assign),
  "conversation.resolve": act(ConversationAct, resolve),
  "conversation.reopen": act(ConversationAct, reopen),
  "conversation.set-mode": act(ConversationSetMode, setConversationMode),
  "conversation.change-tags": act(ConversationChangeTags, changeTags),
  "draft.approve": act(DraftApprove, approveDraft),
  "draft.discard": act(DraftDiscard, discardDraft),
  "draft.revise": act(DraftRevise, reviseDraft),

  "identity.send-code": request(
    ConversationAct,
    async ({ gateway, socket }: OperatorContext, { conversationId, clientId }) =>
      gateway.deps.identity.send(envelopeOf(socket, clientId), { conversationId }),
    4,
  ),

  "delivery.report": request(DeliveryReport, async ({ gateway, socket }: OperatorContext, input) =>
    takeReport(gateway, socket, input),
  ),
  // Both ask every node: they cost more than the rest.
  "delivery.read": request(DeliveryRead, readDelivery, 5),
  "delivery.check": request(DeliveryCheck, startCheck, 20),

  "doc.join": request(DocJoin, joinDoc, 5),
  "doc.read": request(DocRead, readDocState),
  "doc.update": request(DocUpdate, updateDoc),
  "doc.point": request(DocPoint, pointInDoc),
  "doc.leave": request(DocLeave, leaveDoc),
  "doc.threads": request(DocThreads, readThreads),
  "doc.discuss": request(DocDiscuss, discussDoc),
};
