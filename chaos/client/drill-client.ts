import { setTimeout as wait } from "node:timers/promises";
import { type ManagerOptions, type SocketOptions, io } from "socket.io-client";
import type { Ack, WireError } from "#contract/ack.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { EventsAppended, Heartbeat } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { times } from "#contract/names.ts";
import type { HistoryRecord, LoggedEvent } from "../history/records.ts";
import { askedPause, pauseBefore } from "./pauses.ts";
import { Refused, granted, isCertain, isPassing } from "./refused.ts";
import { type Screen, makeScreen } from "./screen.ts";
import { makeSilenceWatch } from "./silence-watch.ts";

/** Asks one request; rejects when no answer came in time or the link broke before it did. */
export type Ask = <T = object>(name: string, request: object) => Promise<Ack<T>>;

/** Where records go. Times are set by the recorder, on the one clock of the drill. */
export type Recorder = (record: Untimed<HistoryRecord>) => void;
type Untimed<T> = T extends unknown ? Omit<T, "atMs"> : never;

/** A time without a usable link; `toMs` is null while it lasts. */
export type Outage = { readonly fromMs: number; readonly toMs: number | null };

/** One open page that keeps every rule of the protocol, and tells the history what it does and sees. */
export type DrillClient = {
  readonly name: string;
  /** Requests that wait for their acknowledgement now. */
  readonly inFlight: number;
  /** Messages that got no answer in time although the link stood. */
  readonly unanswered: number;
  /** Whether it has a link and has entered. */
  readonly isOnline: boolean;
  /** When it was cut off, and when it had entered again. By `performance.now()`. */
  readonly outages: readonly Outage[];
  readonly ask: Ask;
  /** Sends one message, with the same id again and again, until it is acknowledged. */
  send(conversationId: string, text: string): Promise<void>;
  /** Shows a conversation from its beginning, from now on. */
  follow(conversationId: string): Promise<void>;
  /** The seq up to which a conversation has been shown; 0 when nothing has. */
  shownUpTo(conversationId: string): number;
  /** The conversations it follows. */
  readonly followed: readonly string[];
  /** Hears what the server tells beside events, such as `presence.changed`. */
  on(name: string, listener: (message: unknown) => void): void;
  /** The network cuts its link; it comes back by itself. */
  cut(): void;
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

/**
 * An attempt to connect that takes longer is given up. Longer than nginx waits for a frozen node before
 * it takes the attempt to the next one: who gives up earlier comes to the frozen node again.
 */
const connectTimeoutMs = 8_000;

/** Connects, and resolves once the client has entered. It comes back by itself after every cut. */
export const openDrillClient = async (options: DrillClientOptions): Promise<DrillClient> => {
  const { name, record } = options;
  const socket = io(options.url, {
    transports: ["websocket"],
    forceNew: true,
    timeout: connectTimeoutMs,
    reconnectionDelay: times.reconnectMinMs,
    reconnectionDelayMax: times.reconnectMaxMs,
    randomizationFactor: 0.5,
    ...options.socket,
  });
  const ask: Ask = <T>(request: string, body: object) =>
    socket.timeout(times.ackTimeoutMs).emitWithAck(request, body) as Promise<Ack<T>>;
  const screens = new Map<string, Screen>();
  const outages: { fromMs: number; toMs: number | null }[] = [];
  const silence = makeSilenceWatch();
  let online = Promise.withResolvers<void>();
  let isOnline = false;
  let inFlight = 0;
  let unanswered = 0;
  let closed = false;

  const fetchMissing = async (conversationId: string, screen: Screen): Promise<void> => {
    for (let more = true; more;) {
      screen.again = false;
      const after = screen.shown;
      const page = granted(await ask<EventsFetchAck>("events.fetch", { conversationId, after }));
      for (const event of page.events) screen.take(event);
      more = page.more || screen.again;
    }
  };
  /** One fetch at a time for each conversation, repeated while the link stands and it fails. */
  const catchUp = (conversationId: string, attempt = 0): void => {
    const screen = screens.get(conversationId);
    if (screen === undefined) return;
    screen.again = true;
    if (screen.isFetching) return;
    screen.isFetching = true;
    void fetchMissing(conversationId, screen)
      .then(
        () => null,
        (error: unknown) => error,
      )
      .then(async (error) => {
        screen.isFetching = false;
        if (error === null || closed || !isPassing(error)) return;
        await wait(pauseAfter(error, attempt));
        // A broken link is caught up after it is back.
        if (isOnline) catchUp(conversationId, attempt + 1);
      });
  };
  const enter = async (): Promise<void> => {
    const { id } = socket;
    for (let attempt = 0; socket.connected && socket.id === id; attempt += 1) {
      try {
        await options.enter(ask, [...screens.keys()]);
        if (!socket.connected || socket.id !== id) return;
        isOnline = true;
        const outage = outages.at(-1);
        if (outage !== undefined) outage.toMs ??= performance.now();
        online.resolve();
        for (const conversationId of screens.keys()) catchUp(conversationId);
        return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        await wait(pauseAfter(error, attempt));
      }
    }
  };
  const enterOrFail = () => {
    enter().catch((error: unknown) => online.reject(error));
  };
  const goOffline = () => {
    silence.end();
    if (!isOnline) return;
    isOnline = false;
    outages.push({ fromMs: performance.now(), toMs: null });
    online = Promise.withResolvers();
    // Who waits for it hears of a failure; nobody has to.
    online.promise.catch(() => undefined);
  };

  online.promise.catch(() => undefined);
  socket.on("connect", () => {
    silence.begin(() => {
      // A dead link is left at once, not after a pause.
      socket.disconnect();
      if (!closed) socket.connect();
    });
    socket.io.engine.on("packet", silence.heard);
    enterOrFail();
  });
  socket.on("disconnect", (reason) => {
    goOffline();
    // After a polite cut by the server Socket.IO does not come back by itself.
    if (reason === "io server disconnect" && !closed) socket.connect();
  });
  socket.on("connect_error", (error: Error & { data?: WireError }) => {
    // A failed transport is repeated by Socket.IO. After a refused handshake it is for us to come back.
    if (socket.active || closed || error.data === undefined) return;
    const refused = new Refused(error.data);
    if (isPassing(refused)) setTimeout(() => closed || socket.connect(), pauseAfter(refused, 0));
    else online.reject(refused);
  });
  socket.on("events.appended", ({ conversationId, events }: EventsAppended) => {
    const screen = screens.get(conversationId);
    for (const event of events) screen?.take(event);
    if (screen !== undefined && screen.isHolding) catchUp(conversationId);
  });
  socket.on("resync", enterOrFail);
  socket.on("heartbeat", ({ conversations }: Heartbeat) => {
    for (const { id, lastSeq } of conversations) {
      if (lastSeq > (screens.get(id)?.shown ?? lastSeq)) catchUp(id);
    }
  });

  const send = async (conversationId: string, text: string): Promise<void> => {
    const clientId = crypto.randomUUID();
    const message = { client: name, conversation: conversationId, clientId };
    const parts = [{ type: "text", text }];
    for (let attempt = 0; ; attempt += 1) {
      await online.promise;
      record({ kind: "invoke", ...message });
      inFlight += 1;
      try {
        const post = { conversationId, clientId, parts };
        const { seq, id } = granted(await ask<MessagePostAck>("message.post", post));
        record({ kind: "ok", ...message, seq, eventId: id });
        return;
      } catch (error) {
        if (!(error instanceof Refused) && isOnline) unanswered += 1;
        // What went unanswered, or met an outage, may have been committed: nobody knows.
        record({ kind: isCertain(error) ? "fail" : "info", ...message });
        if (!isPassing(error)) throw error;
        // With the link gone there is nothing to wait for but the next one.
        if (isOnline) await wait(pauseAfter(error, attempt));
      } finally {
        inFlight -= 1;
      }
    }
  };

  await online.promise;
  return {
    name,
    ask,
    outages,
    get inFlight() {
      return inFlight;
    },
    get unanswered() {
      return unanswered;
    },
    get isOnline() {
      return isOnline;
    },
    get followed() {
      return [...screens.keys()];
    },
    send,
    follow: async (conversationId) => {
      const show = (event: LoggedEvent) =>
        record({ kind: "recv", session: name, conversation: conversationId, ...event });
      screens.set(conversationId, makeScreen(show));
      await enter();
    },
    shownUpTo: (conversationId) => screens.get(conversationId)?.shown ?? 0,
    on: (event, listener) => void socket.on(event, listener),
    cut: () => void socket.io.engine.close(),
    close: () => {
      closed = true;
      silence.end();
      socket.close();
    },
  };
};

const pauseAfter = (error: unknown, attempt: number): number => {
  const asked = error instanceof Refused ? error.retryAfterMs : null;
  return asked === null ? pauseBefore(attempt) : askedPause(asked);
};
