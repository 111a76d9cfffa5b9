import { io, type Socket } from "socket.io-client";
import type { Ack, WireError } from "#contract/ack.ts";
import { namespaces, protocolVersion, times } from "#contract/names.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import { retryDelayMs } from "./backoff.ts";

/** How long an attempt to connect may take, the namespace's handshake included. */
const connectTimeoutMs = 8_000;
/** This many unanswered requests in a row mean that the line is dead, whatever the socket says. */
const maxSilences = 2;

/** What the link tells its owner. */
export type LinkEvents = {
  /** Connected: start the session, then call `settled`. */
  readonly onUp: () => void;
  readonly onDown: () => void;
  /** The server does not want this page: an unknown key, a foreign origin, an old version. */
  readonly onRefused: (error: WireError) => void;
  readonly onMessage: (name: string, payload: unknown) => void;
};

/** A connection to the gateway that comes back by itself. */
export type Link = {
  readonly isUp: () => boolean;
  /** Asks and waits at most 5 s. Never rejects: a missing answer is `unavailable`. */
  request<Name extends keyof VisitorRequests>(
    name: Name,
    payload: VisitorRequests[Name]["request"],
  ): Promise<Ack<VisitorRequests[Name]["granted"]>>;
  /** Tells without waiting; lost when the connection is down. */
  tell(name: string, payload: object): void;
  /** The session stands: the next outage begins with short delays again. */
  settled(): void;
  /** Connects at once if it is down. */
  wake(): void;
  /** Drops the connection and tries again after the usual delay, or what the server asked for. */
  restart(retryAfterMs: number): void;
  close(): void;
};

/** Opens the visitors' link to the gateway at `origin` for one widget key. */
export const openLink = (origin: string, widgetKey: string, events: LinkEvents): Link => {
  const socket = io(`${origin}${namespaces.visitor}`, {
    transports: ["websocket"],
    auth: { key: widgetKey, version: protocolVersion },
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    timeout: connectTimeoutMs,
  });
  let attempt = 0;
  let silences = 0;
  let closed = false;
  /** While connecting: gives the attempt up. While waiting: makes the next one. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = false;

  const after = (delayMs: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, delayMs);
  };
  const connect = () => {
    if (closed) return;
    waiting = false;
    after(connectTimeoutMs, () => restart(0));
    socket.connect();
  };
  const connectLater = (retryAfterMs: number) => {
    if (closed) return;
    waiting = true;
    after(retryDelayMs(attempt, retryAfterMs), connect);
    attempt += 1;
  };
  const restart = (retryAfterMs: number) => {
    const wasUp = socket.connected;
    silences = 0;
    socket.disconnect();
    if (wasUp) events.onDown();
    connectLater(retryAfterMs);
  };
  const close = () => {
    closed = true;
    clearTimeout(timer);
    socket.disconnect();
  };

  socket.on("connect", () => {
    clearTimeout(timer);
    events.onUp();
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect") return;
    socket.disconnect();
    events.onDown();
    connectLater(0);
  });
  socket.on("connect_error", (failure) => {
    const error = refusalOf(failure);
    socket.disconnect();
    if (error !== null && !isPassing(error)) {
      close();
      events.onRefused(error);
    } else connectLater(error?.retryAfterMs ?? 0);
  });
  socket.onAny((name: string, payload: unknown) => events.onMessage(name, payload));
  connect();

  return {
    isUp: () => socket.connected,
    request: async (name, payload) => {
      if (!socket.connected) return unanswered;
      const answer = await ask(socket, name, payload);
      silences = answer === null ? silences + 1 : 0;
      if (silences >= maxSilences && socket.connected) restart(0);
      return answer ?? unanswered;
    },
    tell: (name, payload) => void socket.volatile.emit(name, payload),
    settled: () => {
      attempt = 0;
    },
    wake: () => {
      if (waiting) connect();
    },
    restart,
    close,
  };
};

const ask = <Name extends keyof VisitorRequests>(
  socket: Socket,
  name: Name,
  payload: VisitorRequests[Name]["request"],
): Promise<Ack<VisitorRequests[Name]["granted"]> | null> =>
  socket
    .timeout(times.ackTimeoutMs)
    .emitWithAck(name, payload)
    .catch(() => null);

const unanswered = {
  ok: false,
  error: { kind: "unavailable", message: "The server did not answer. Send the same again." },
} as const;

const isPassing = ({ kind }: WireError) =>
  kind === "overloaded" || kind === "unavailable" || kind === "draining" || kind === "internal";

/** The gateway's refusal of a handshake; null for a failure of the network. */
const refusalOf = (failure: Error): WireError | null => {
  const data: unknown = "data" in failure ? failure.data : null;
  const isRefusal = typeof data === "object" && data !== null && "kind" in data;
  return isRefusal ? (data as WireError) : null;
};
