/**
 * Names, versions and limits of the wire. This file and types are all a browser needs of the contract:
 * it imports nothing, so no schema library reaches a page.
 */

/** Version of the contract. A change of any message's shape raises it; the tripwire test insists. */
export const protocolVersion = 3;

/** The oldest version a server of today still serves. Pages that speak it need not reload. */
export const oldestServedVersion = 1;

/** Namespaces: one for visitors' widgets, one for the console. */
export const namespaces = { visitor: "/visitor", operator: "/operator" } as const;

/** Limits a client must know before it sends. */
export const limits = {
  /** Longest text of one part, in UTF-16 code units. */
  textLength: 16_000,
  /** Most parts in one message. */
  parts: 10,
  /** Largest frame in bytes of UTF-8. A larger one ends the connection before it is read. */
  frameBytes: 256 * 1024,
  /** Most events in one page of `events.fetch`. */
  eventsPerPage: 200,
  /** Most tags of one conversation. */
  tags: 20,
  /** Longest tag, in UTF-16 code units. */
  tagLength: 40,
  /** Longest comment of a rating, in UTF-16 code units. */
  ratingCommentLength: 1_000,
} as const;

/** Limits of shared documents. A change above them is refused; nothing of the document is lost. */
export const docLimits = {
  /** Largest update, in bytes, and most pieces and deleted ranges in it: send more as several. */
  updateBytes: 64 * 1024,
  updatePieces: 512,
  /** Largest state vector, in bytes. */
  vectorBytes: 64 * 1024,
  /** Above so many bytes, or pieces, a document takes deletions only. */
  docBytes: 4 * 1024 * 1024,
  docPieces: 50_000,
  /** Characters of base64 in one answer. */
  stateCharacters: 128 * 1024,
  /** Longest comment on a page, and longest words that are suggested or replaced, in UTF-16 code units. */
  commentLength: 4_000,
  suggestionLength: 8_000,
  /** Most threads of a page that are open, and most comments of one thread. */
  openThreads: 500,
  threadComments: 100,
} as const;

/** Times a client must know, in milliseconds. */
export const times = {
  /** Without an acknowledgement after this long: send the same again. */
  ackTimeoutMs: 5_000,
  /** A heartbeat comes this often. */
  heartbeatMs: 15_000,
  /** While somebody types, `typing.set` is repeated this often. */
  typingRepeatMs: 2_500,
  /** After this long without a repetition nobody types any more. */
  typingExpiryMs: 6_000,
  /** First and longest pause between two attempts to connect; each is spread by half of itself. */
  reconnectMinMs: 500,
  reconnectMaxMs: 10_000,
  /** What was noticed of the delivery is reported this often, when there is something to tell. */
  deliveryReportMs: 60_000,
  /** Where one stands in a document is repeated this often, and forgotten after this long without. */
  docPointRepeatMs: 10_000,
  docPointExpiryMs: 30_000,
  /** The AI repeats it this often while it writes; of one that is not heard for so long it is told that it stopped. */
  docAiPointMs: 1_000,
  docAiSilenceMs: 4_000,
} as const;

/** What a client may ask. Imperative. Each is answered by an acknowledgement, `Ack`. */
export const upstream = {
  startSession: "session.start",
  postMessage: "message.post",
  retractMessage: "message.retract",
  fetchEvents: "events.fetch",
  joinConversation: "conversation.join",
  leaveConversation: "conversation.leave",
  markSeen: "seen.mark",
  setTyping: "typing.set",
  requestPerson: "person.request",
  leaveEmail: "contact.leave-email",
  rateConversation: "conversation.rate",
  sendCode: "identity.send-code",
  enterCode: "identity.enter-code",
  stopReply: "reply.stop",
  readReceipt: "receipt.read",
  takeOver: "conversation.take-over",
  handBack: "conversation.hand-back",
  assign: "conversation.assign",
  resolve: "conversation.resolve",
  reopen: "conversation.reopen",
  setMode: "conversation.set-mode",
  changeTags: "conversation.change-tags",
  approveDraft: "draft.approve",
  discardDraft: "draft.discard",
  reviseDraft: "draft.revise",
  reportDelivery: "delivery.report",
  readDelivery: "delivery.read",
  checkDelivery: "delivery.check",
  joinDoc: "doc.join",
  readDoc: "doc.read",
  updateDoc: "doc.update",
  pointInDoc: "doc.point",
  leaveDoc: "doc.leave",
  readThreads: "doc.threads",
  discussDoc: "doc.discuss",
} as const;

/** What the server tells. Past tense where it is a stored fact. */
export const downstream = {
  eventsAppended: "events.appended",
  conversationChanged: "conversation.changed",
  replyDelta: "reply.delta",
  replyEnded: "reply.ended",
  typingChanged: "typing.changed",
  presenceChanged: "presence.changed",
  seenChanged: "seen.changed",
  knowledgeChanged: "knowledge.changed",
  modesChanged: "modes.changed",
  policiesChanged: "policies.changed",
  heartbeat: "heartbeat",
  resync: "resync",
  deliveryProbe: "delivery.probe",
  deliveryChecked: "delivery.checked",
  docUpdated: "doc.updated",
  docPointed: "doc.pointed",
  docDiscussed: "doc.discussed",
  docVersioned: "doc.versioned",
} as const;
