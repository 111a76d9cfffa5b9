import type { Ack } from "./ack.ts";
import type { AnswerReceipt, ReceiptRead } from "./answer-receipt.ts";
import type {
  ActAck,
  Assign,
  ConversationAct,
  ConversationJoin,
  ConversationJoinAck,
  Done,
  DraftApprove,
  DraftDiscard,
  DraftRevise,
  EventsFetch,
  EventsFetchAck,
  HandBack,
  MessageRetract,
  ReplyStop,
  SeenMark,
  TypingSet,
} from "./conversation-requests.ts";
import type { EmailLeave, PersonRequestAck } from "./contact-requests.ts";
import type {
  DeliveryCheck,
  DeliveryCheckAck,
  DeliveryChecked,
  DeliveryProbe,
} from "./delivery-check.ts";
import type { DeliveryRead, DeliveryReadAck } from "./delivery-read.ts";
import type { DeliveryReport } from "./delivery-report.ts";
import type {
  DocJoin,
  DocJoinAck,
  DocLeave,
  DocPoint,
  DocPointAck,
  DocPointed,
  DocRead,
  DocReadAck,
  DocUpdate,
  DocUpdateAck,
  DocUpdated,
  DocVersioned,
} from "./doc.ts";
import type {
  DocDiscuss,
  DocDiscussAck,
  DocDiscussed,
  DocThreads,
  DocThreadsAck,
} from "./doc-thread.ts";
import type {
  ConversationChanged,
  EventsAppended,
  Heartbeat,
  KnowledgeChanged,
  PresenceChanged,
  ReplyDelta,
  ReplyEnded,
  Resync,
  SeenChanged,
  TypingChanged,
} from "./downstream.ts";
import type { CodeEnter, CodeEnterAck, CodeSendAck } from "./identity-requests.ts";
import type { MessagePost, MessagePostAck } from "./message-post.ts";
import type { ConversationSetMode, ModesChanged, PoliciesChanged } from "./mode.ts";
import type { ConversationRate } from "./rating.ts";
import type { SessionStart, SessionStartAck } from "./session-start.ts";
import type { ConversationChangeTags } from "./tags.ts";

/** A request and what its acknowledgement carries when it is granted. */
type Exchange<Request, Granted> = { readonly request: Request; readonly granted: Granted };

/** What a visitor's widget may ask. */
export type VisitorRequests = {
  "session.start": Exchange<SessionStart, SessionStartAck>;
  "message.post": Exchange<MessagePost, MessagePostAck>;
  "message.retract": Exchange<MessageRetract, ActAck>;
  "events.fetch": Exchange<EventsFetch, EventsFetchAck>;
  "seen.mark": Exchange<SeenMark, Done>;
  "typing.set": Exchange<TypingSet, Done>;
  "reply.stop": Exchange<ReplyStop, Done>;
  "person.request": Exchange<ConversationAct, PersonRequestAck>;
  "contact.leave-email": Exchange<EmailLeave, ActAck>;
  "conversation.rate": Exchange<ConversationRate, ActAck>;
  "identity.send-code": Exchange<ConversationAct, CodeSendAck>;
  "identity.enter-code": Exchange<CodeEnter, CodeEnterAck>;
  "receipt.read": Exchange<ReceiptRead, AnswerReceipt>;
  "delivery.report": Exchange<DeliveryReport, Done>;
};

/** What the console may ask. */
export type OperatorRequests = {
  "message.post": Exchange<MessagePost, MessagePostAck>;
  "message.retract": Exchange<MessageRetract, ActAck>;
  "events.fetch": Exchange<EventsFetch, EventsFetchAck>;
  "conversation.join": Exchange<ConversationJoin, ConversationJoinAck>;
  "conversation.leave": Exchange<ConversationJoin, Done>;
  "seen.mark": Exchange<SeenMark, Done>;
  "typing.set": Exchange<TypingSet, Done>;
  "reply.stop": Exchange<ReplyStop, Done>;
  "conversation.take-over": Exchange<ConversationAct, ActAck>;
  "conversation.hand-back": Exchange<HandBack, ActAck>;
  "conversation.assign": Exchange<Assign, ActAck>;
  "conversation.resolve": Exchange<ConversationAct, ActAck>;
  "conversation.reopen": Exchange<ConversationAct, ActAck>;
  "conversation.set-mode": Exchange<ConversationSetMode, ActAck>;
  "conversation.change-tags": Exchange<ConversationChangeTags, ActAck>;
  "identity.send-code": Exchange<ConversationAct, CodeSendAck>;
  "draft.approve": Exchange<DraftApprove, ActAck>;
  "draft.discard": Exchange<DraftDiscard, ActAck>;
  "draft.revise": Exchange<DraftRevise, ActAck>;
  "delivery.report": Exchange<DeliveryReport, Done>;
  "delivery.read": Exchange<DeliveryRead, DeliveryReadAck>;
  "delivery.check": Exchange<DeliveryCheck, DeliveryCheckAck>;
  "doc.join": Exchange<DocJoin, DocJoinAck>;
  "doc.read": Exchange<DocRead, DocReadAck>;
  "doc.update": Exchange<DocUpdate, DocUpdateAck>;
  "doc.point": Exchange<DocPoint, DocPointAck>;
  "doc.leave": Exchange<DocLeave, Done>;
  "doc.threads": Exchange<DocThreads, DocThreadsAck>;
  "doc.discuss": Exchange<DocDiscuss, DocDiscussAck>;
};

/** The shape Socket.IO's typed clients and servers want. */
export type Listeners<Requests extends Record<string, Exchange<unknown, unknown>>> = {
  [Name in keyof Requests]: (
    request: Requests[Name]["request"],
    ack: (answer: Ack<Requests[Name]["granted"]>) => void,
  ) => void;
};

/** What the server tells a visitor's widget. */
export type VisitorDownstream = {
  "events.appended": (message: EventsAppended) => void;
  "reply.delta": (message: ReplyDelta) => void;
  "reply.ended": (message: ReplyEnded) => void;
  "typing.changed": (message: TypingChanged) => void;
  "seen.changed": (message: SeenChanged) => void;
  heartbeat: (message: Heartbeat) => void;
  resync: (message: Resync) => void;
};

/** What the server tells the console. */
export type OperatorDownstream = VisitorDownstream & {
  "conversation.changed": (message: ConversationChanged) => void;
  "presence.changed": (message: PresenceChanged) => void;
  "knowledge.changed": (message: KnowledgeChanged) => void;
  "modes.changed": (message: ModesChanged) => void;
  "policies.changed": (message: PoliciesChanged) => void;
  "delivery.probe": (message: DeliveryProbe, ack: () => void) => void;
  "delivery.checked": (message: DeliveryChecked) => void;
  "doc.updated": (message: DocUpdated) => void;
  "doc.pointed": (message: DocPointed) => void;
  "doc.discussed": (message: DocDiscussed) => void;
  "doc.versioned": (message: DocVersioned) => void;
};
