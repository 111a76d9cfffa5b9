import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type ManagerOptions, type SocketOptions, io } from "socket.io-client";
import type { HistoryRecord } from "../../chaos/history/records.ts";
import type { Ack } from "#contract/ack.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { EventsAppended, Heartbeat } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { times } from "#contract/names.ts";

/** Asks one request; rejects when no answer came in time or the link broke before it did. */
export type Ask = <T = object>(name: string, request: object) => Promise<Ack<T>>;

/** Where records go. Times are set by the recorder, on the one clock of the drill. */
export type Recorder = (record: Untimed<HistoryRecord>) => void;
type Untimed<T> = T extends unknown ? Omit<T, "atMs"> : never;

/** One open page that keeps every rule of the protocol, and tells the history what it does and sees. */
export type DrillClient = {
  readonly name: string;
  /** Requests that wait for their acknowledgement now. */
  readonly inFlight: number;
  readonly ask: Ask;
  /** Sends one message, with the same id again and again, until it is acknowledged. */
  send(conversationId: string, text: string): Promise<void>;
  /** Shows a conversation from its beginning, from now on. */
  follow(conversationId: string): Promise<void>;
  /** The seq up to which a conversation has been shown; 0 when nothing has. */
  shownUpTo(conversationId: string): number;
  /** The conversations it follows. */
  readonly followed: readonly string[];
  close(): void;
};

/** How a client gets in. */
export type DrillClientOptions = {
  readonly name: string;
  /** Server and namespace. */
  readonly url: string;
  readonly socket: Partial<ManagerOptions & SocketOptions>;
  readonly record: Recorder;
  /** Runs after every connect, before anything else is asked: `session.start`, `conversation.join`. */
  enter(ask: Ask, followed: readonly string[]): Promise<void>;
};

/** Connects, and resolves once the client has entered. It comes back by itself after every cut. */
export const openDrillClient = async (options: DrillClientOptions): Promise<DrillClient> => {
  const { name, record } = options;
  const socket = io(options.url, {
    transports: ["websocket"],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
    ...options.socket,
  });
  const ask: Ask = <T>(request: string, body: object) =>
    socket.timeout(times.ackTimeoutMs).emitWithAck(request, body) as Promise<Ack<T>>;
  const screens = new Map<string, Screen>();
  let online = Promise.withResolvers<void>();
  let inFlight = 0;
  let closed = false;

  const fetchMissing = async (conversationId: string, screen: Screen): Promise<void> => {
    for (let more = true; more;) {
      const after = screen.shown;
      const page = granted(await ask<EventsFetchAck>("events.fetch", { conversationId, after }));
      for (const event of page.events) screen.take(event);
      ({ more } = page);
    }
  };
  /** One fetch at a time for each conversation, repeated while the link stands and it fails. */
  const catchUp = (conversationId: string): void => {
    const screen = screens.get(conversationId);
    if (screen === undefined || screen.isFetching) return;
    screen.isFetching = true;
    void fetchMissing(conversationId, screen)
      .then(
        () => true,
        () => false,
      )
      .then(async (done) => {
        screen.isFetching = false;
        if (done || closed) return;
        await wait(200);
        // A broken link is caught up after it is back.
        if (socket.connected) catchUp(conversationId);
      });
  };
  const enter = async (): Promise<void> => {
    const { id } = socket;
    while (socket.connected && socket.id === id) {
      try {
        await options.enter(ask, [...screens.keys()]);
        online.resolve();
        for (const conversationId of screens.keys()) catchUp(conversationId);
        return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        await wait(200);
      }
    }
  };

  socket.on("connect", () => {
    enter().catch((error: unknown) => online.reject(error));
  });
  socket.on("disconnect", (reason) => {
    online = Promise.withResolvers();
    // After a polite cut by the server Socket.IO does not come back by itself.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", () => {
    // A refused handshake; a failed transport is repeated by Socket.IO.
    if (!socket.active && !closed) setTimeout(() => socket.connect(), 250).unref();
  });
  socket.on("events.appended", ({ conversationId, events }: EventsAppended) => {
    const screen = screens.get(conversationId);
    for (const event of events) screen?.take(event);
    if (screen !== undefined && screen.isHolding) catchUp(conversationId);
  });
  socket.on("resync", () => {
    for (const conversationId of screens.keys()) catchUp(conversationId);
  });
  socket.on("heartbeat", ({ conversations }: Heartbeat) => {
    for (const { id, lastSeq } of conversations) {
      if (lastSeq > (screens.get(id)?.shown ?? lastSeq)) catchUp(id);
    }
  });

  const send = async (conversationId: string, text: string): Promise<void> => {
    const clientId = crypto.randomUUID();
    const message = { client: name, conversation: conversationId, clientId };
    const parts = [{ type: "text", text }];
    for (;;) {
      await online.promise;
      record({ kind: "invoke", ...message });
      inFlight += 1;
      const answer = await ask<MessagePostAck>("message.post", { conversationId, clientId, parts })
        .catch(() => null)
        .finally(() => (inFlight -= 1));
      if (answer?.ok === true) {
        record({ kind: "ok", ...message, seq: answer.seq, eventId: answer.id });
        return;
      }
      // What the database could not answer may have been committed: nobody knows.
      record({
        kind: answer === null || isPassingKind(answer.error.kind) ? "info" : "fail",
        ...message,
      });
      if (answer !== null && !isPassingKind(answer.error.kind))
        throw new Refused(answer.error.kind);
      await wait(answer?.error.retryAfterMs ?? 50);
    }
  };

  await online.promise;
  return {
    name,
    ask,
    get inFlight() {
      return inFlight;
    },
    get followed() {
      return [...screens.keys()];
    },
    send,
    follow: async (conversationId) => {
      screens.set(conversationId, makeScreen(name, conversationId, record));
      await options.enter(ask, [...screens.keys()]);
      catchUp(conversationId);
    },
    shownUpTo: (conversationId) => screens.get(conversationId)?.shown ?? 0,
    close: () => {
      closed = true;
      socket.close();
    },
  };
};

/** An event as the history records it: only words of people carry a client id and content. */
export const loggedEvent = ({ seq, id, clientId, actor, body }: ConversationEvent) => {
  const isMessage = body.type === "message.posted" && actor.kind !== "ai";
  const hash = isMessage ? digest(body.parts.map(({ text }) => text).join("\n")) : "not a message";
  return { seq, eventId: id, clientId: isMessage ? clientId : null, hash };
};

/** Answers what was granted; throws Refused otherwise. */
export const granted = <T>(answer: Ack<T>): T => {
  if (answer.ok) return answer;
  throw new Refused(answer.error.kind);
};

class Refused extends Error {
  readonly kind: string;
  constructor(kind: string) {
    super(`refused as ${kind}`);
    this.kind = kind;
  }
}

/** A conversation as one page shows it: in order, each event once, with what came too early held back. */
type Screen = {
  readonly shown: number;
  readonly isHolding: boolean;
  isFetching: boolean;
  take(event: ConversationEvent): void;
};

const makeScreen = (session: string, conversation: string, record: Recorder): Screen => {
  const held = new Map<number, ConversationEvent>();
  let shown = 0;
  return {
    isFetching: false,
    get shown() {
      return shown;
    },
    get isHolding() {
      return held.size > 0;
    },
    take: (event) => {
      if (event.seq > shown) held.set(event.seq, event);
      for (let next = held.get(shown + 1); next !== undefined; next = held.get(shown + 1)) {
        held.delete(next.seq);
        shown = next.seq;
        record({ kind: "recv", session, conversation, ...loggedEvent(next) });
      }
    },
  };
};

const passingKinds = ["overloaded", "unavailable", "draining", "internal"];
const isPassingKind = (kind: string) => passingKinds.includes(kind);

/** Whether waiting helps: anything but a refusal for good. */
const isPassing = (error: unknown) => !(error instanceof Refused) || isPassingKind(error.kind);

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
