import { io, type Socket } from "socket.io-client";
import type { Ack, WireError } from "#contract/ack.ts";
import { protocolVersion, times } from "#contract/names.ts";
import { isPassing } from "./passing.ts";
import { RetryPause } from "./retry-pause.ts";
import { SilenceWatch } from "./silence-watch.ts";

/** How long an attempt to connect may take, the namespace's handshake included. */
const connectTimeoutMs = 8_000;
/** This many unanswered requests in a row mean that the line is dead, whatever else comes over it. */
const maxUnanswered = 2;
/** Waking twice within this time makes one attempt. */
const wakeEveryMs = 1_000;

/** Requests by name, and what an acknowledgement grants. */
type Requests = { readonly [name: string]: { readonly request: object; readonly granted: object } };

/** What a link tells its owner. */
export type LinkEvents = {
  /** Connected. Call `settled` once the connection serves. */
  readonly onUp: () => void;
  readonly onDown: () => void;
  /** The server does not want this page, for a reason that waiting does not mend. The link is closed. */
  readonly onRefused: (error: WireError) => void;
  readonly onMessage: (name: string, payload: unknown) => void;
};

/** A connection to the gateway that comes back by itself. */
export type Link<R extends Requests> = {
  /** Asks and waits at most 5 s. Never rejects: a missing answer is `unavailable`. */
  request<Name extends keyof R & string>(
    name: Name,
    payload: R[Name]["request"],
  ): Promise<Ack<R[Name]["granted"]>>;
  /** Tells without waiting; lost when the connection is down. */
  tell(name: string, payload: object): void;
  /** The connection serves: the next outage begins with short delays again. */
  settled(): void;
  /** The page has reason to hope: connects at once if it is down, unless a server asked to wait. */
  wake(): void;
  /** Drops the connection and tries again after the usual delay, or what the server asked for. */
  restart(retryAfterMs: number): void;
  close(): void;
};

/** Opens the link to a namespace of the gateway. `auth` is its handshake without the version. */
export const openLink = <R extends Requests>(
  url: string,
  auth: object,
  events: LinkEvents,
): Link<R> => {
  const socket = io(url, {
    transports: ["websocket"],
    auth: { ...auth, version: protocolVersion },
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    timeout: connectTimeoutMs,
  });
  let unanswered = 0;
  let closed = false;
  let triedAt = -Infinity;
  /** Gives an attempt up. */
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    drop();
    if (closed) return;
    triedAt = performance.now();
    timer = setTimeout(() => restart(0), connectTimeoutMs);
    socket.connect();
    const { engine } = socket.io;
    engine.on("handshake", ({ pingInterval }) => silence.start(pingInterval));
    engine.on("packet", () => silence.heard());
  };
  const drop = () => {
    const wasUp = socket.connected;
    clearTimeout(timer);
    pause.stop();
    silence.stop();
    unanswered = 0;
    socket.disconnect();
    if (wasUp) events.onDown();
  };
  const restart = (retryAfterMs: number) => {
    drop();
    if (!closed) pause.begin(retryAfterMs);
  };
  const close = () => {
    closed = true;
    drop();
  };
  const pause = new RetryPause(connect);
  const silence = new SilenceWatch(connect);

  socket.on("connect", () => {
    clearTimeout(timer);
    events.onUp();
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect") return;
    events.onDown();
    restart(0);
  });
  socket.on("connect_error", (failure) => {
    const error = refusalOf(failure);
    if (error === null || isPassing(error)) return restart(error?.retryAfterMs ?? 0);
    close();
    events.onRefused(error);
  });
  socket.onAny((name: string, payload: unknown, answer?: () => void) => {
    // The server's probe wants to know how long the way is.
    answer?.();
    events.onMessage(name, payload);
  });
  connect();

  return {
    request: async (name, payload) => {
      const line = socket.id;
      const answer = line === undefined ? null : await ask(socket, name, payload);
      if (line !== undefined && line === socket.id) {
        unanswered = answer === null ? unanswered + 1 : 0;
        if (unanswered >= maxUnanswered * silence.factor) silence.trip();
      }
      return (answer ?? noAnswer) as Ack<R[typeof name]["granted"]>;
    },
    tell: (name, payload) => void socket.volatile.emit(name, payload),
    settled: () => pause.reset(),
    wake: () => {
      const isNews = performance.now() - triedAt > wakeEveryMs;
      if (!closed && !socket.connected && isNews && pause.cutShort()) connect();
    },
    restart,
    close,
  };
};

const ask = (socket: Socket, name: string, payload: object): Promise<unknown> =>
  socket
    .timeout(times.ackTimeoutMs)
    .emitWithAck(name, payload)
    .catch(() => null);

const noAnswer = {
  ok: false,
  error: { kind: "unavailable", message: "The server did not answer. Send the same again." },
} as const;

/** The gateway's refusal of a handshake; null for a failure of the network. */
const refusalOf = (failure: Error): WireError | null => {
  const data: unknown = "data" in failure ? failure.data : null;
  const isRefusal = typeof data === "object" && data !== null && "kind" in data;
  return isRefusal ? (data as WireError) : null;
};
