/**
 * One line of a history: something a client did or saw during a drill, in the order in which the
 * drill noticed it. Times are milliseconds of one monotonic clock, the drill's own, so that records
 * of different clients can be compared.
 */
export type HistoryRecord =
  | SendInvoked
  | SendAcknowledged
  | SendRefused
  | SendUnknown
  | Rendered
  | FinalLog
  | StayedToTheEnd;

/** A client sent a message. Written again, with the same `clientId`, for every retry. */
export type SendInvoked = {
  kind: "invoke";
  atMs: number;
  client: string;
  conversation: string;
  clientId: string;
};

/** The server acknowledged: the message stands at `seq` as event `eventId`. */
export type SendAcknowledged = {
  kind: "ok";
  atMs: number;
  client: string;
  conversation: string;
  clientId: string;
  seq: number;
  eventId: string;
};

/** The server refused this attempt for certain, and must not have stored it. */
export type SendRefused = {
  kind: "fail";
  atMs: number;
  client: string;
  conversation: string;
  clientId: string;
};

/** Nobody knows what became of this attempt: a timeout or a lost connection. */
export type SendUnknown = {
  kind: "info";
  atMs: number;
  client: string;
  conversation: string;
  clientId: string;
};

/**
 * A session put an event on screen. A session is one open page; it stays the same over reconnects
 * and must show the events of a conversation in order, each once, without a hole.
 */
export type Rendered = LoggedEvent & {
  kind: "recv";
  atMs: number;
  session: string;
  conversation: string;
};

/** An event as somebody read it. */
export type LoggedEvent = {
  seq: number;
  eventId: string;
  /** `null` for an event that no client sent, such as an assignment or an answer of the AI. */
  clientId: string | null;
  /** Any digest of the content. Equal content must give equal digests. */
  hash: string;
};

/**
 * What a conversation holds after the drill, when everything has come to rest. Read it from the
 * store and through the product's API, and record both.
 */
export type FinalLog = {
  kind: "final";
  source: "store" | "api";
  conversation: string;
  log: LoggedEvent[];
};

/**
 * The session was connected at the end and had time to catch up: it must have shown every event of
 * the conversation with a seq above `afterSeq` (0 for all of them).
 */
export type StayedToTheEnd = {
  kind: "sub-end";
  session: string;
  conversation: string;
  afterSeq: number;
};
