import type { Ack, WireError } from "../../realtime/contract/ack.ts";
import { times } from "../../realtime/contract/names.ts";
import { enterFrame, pong, readPacket, requestFrame } from "./packets.ts";
import { type RawWebSocket, openRawWebSocket } from "./raw-websocket.ts";

/** A client's connection to one namespace, which comes back by itself after every loss. */
export type Line = {
  /** True between entering the namespace and losing the connection. */
  readonly isOpen: boolean;
  /** Asks one request. Null when no answer came in time, or the connection was lost before it did. */
  ask<T>(name: string, body: object): Promise<Ack<T> | null>;
  /** Loses the connection at once, as a dead network does. */
  cut(): void;
  close(): void;
};

/** Where a line leads, and who listens. */
export type LineOptions = {
  /** Address of the server, with `http:`. */
  readonly url: string;
  readonly namespace: string;
  readonly auth: object;
  readonly headers: Readonly<Record<string, string>>;
  /** Address the client connects from; each person has their own, as on the internet. */
  readonly from: string;
  readonly tally: LineTally;
  /** Called whenever the namespace has been entered. */
  onEntered(): void;
  /** Called for every event; `json` is its argument. */
  onEvent(name: string, json: string): void;
};

/** What all lines of a run went through together. */
export type LineTally = {
  entered: number;
  /** Connections that ended although nobody had closed them. */
  lost: number;
  /** Of those, the ones this side gave up because nothing was heard. */
  silent: number;
  /** Handshakes refused, by kind. */
  readonly refused: Map<string, number>;
  frames: number;
  /** When each handshake began and when it had entered, in ms of `performance.now()`. */
  readonly handshakes: { readonly beganMs: number; enteredMs: number | null }[];
};

/** A tally at its beginning. */
export const newLineTally = (): LineTally => ({
  entered: 0,
  lost: 0,
  silent: 0,
  refused: new Map(),
  frames: 0,
  handshakes: [],
});

/**
 * Opens a line and keeps it open: pauses of RT26 between attempts, never before a `retryAfterMs` the
 * server named. An attempt may take eight seconds. A line on which nothing is heard is given up as RT31
 * says; its patience doubles with each time, and is what it was after a minute of calm.
 */
export const openLine = (options: LineOptions): Line => {
  const { namespace, tally } = options;
  const waiting = new Map<number, (json: string | null) => void>();
  let socket: RawWebSocket | undefined;
  let isOpen = false;
  let isClosed = false;
  let nextId = 0;
  let attempts = 0;
  let beganMs = 0;
  let heardMs = 0;
  /** Null until the connection is open. */
  let pingIntervalMs: number | null = null;
  let trips = 0;
  let trippedMs = 0;
  let retryAfterMs = 0;
  let retry: NodeJS.Timeout | undefined;

  const lose = (from: RawWebSocket): void => {
    if (socket !== from) return;
    socket = undefined;
    if (isOpen && !isClosed) tally.lost += 1;
    isOpen = false;
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
    if (isClosed) return;
    retry = setTimeout(
      connect,
      Math.max(pauseMs(attempts), retryAfterMs * (1 + Math.random() / 2)),
    );
    attempts += 1;
    retryAfterMs = 0;
  };

  const refuse = (json: string): void => {
    const { data } = JSON.parse(json) as { data?: WireError };
    const kind = data?.kind ?? "unknown";
    tally.refused.set(kind, (tally.refused.get(kind) ?? 0) + 1);
    retryAfterMs = data?.retryAfterMs ?? 0;
    socket?.terminate();
  };

  const connect = (): void => {
    beganMs = performance.now();
    heardMs = beganMs;
    pingIntervalMs = null;
    const handshake: LineTally["handshakes"][number] = { beganMs, enteredMs: null };
    tally.handshakes.push(handshake);
    const made = openRawWebSocket({
      url: options.url,
      path: "/socket.io/?EIO=4&transport=websocket",
      headers: options.headers,
      from: options.from,
      onText: (text) => {
        if (socket === made) hear(text, made, handshake);
      },
      onClose: () => lose(made),
    });
    socket = made;
  };

  const hear = (
    text: string,
    from: RawWebSocket,
    handshake: LineTally["handshakes"][number],
  ): void => {
    heardMs = performance.now();
    tally.frames += 1;
    const packet = readPacket(text);
    switch (packet.type) {
      case "ping":
        from.send(pong);
        return;
      case "ack":
        waiting.get(packet.id)?.(packet.json);
        return;
      case "event":
        options.onEvent(packet.name, packet.json);
        return;
      case "open":
        ({ pingIntervalMs } = packet);
        from.send(enterFrame(namespace, options.auth));
        return;
      case "connected":
        handshake.enteredMs = heardMs;
        tally.entered += 1;
        attempts = 0;
        isOpen = true;
        options.onEntered();
        return;
      case "refused":
        refuse(packet.json);
        return;
      case "closed":
        from.terminate();
        return;
      case "other":
        return;
    }
  };

  const stopWatching = watchEvery(watchMs, (nowMs) => {
    if (nowMs - trippedMs > calmMs) trips = 0;
    if (socket === undefined) return;
    const isLate = !isOpen && nowMs - beganMs > attemptMs;
    const isSilent = pingIntervalMs !== null && nowMs - heardMs > patienceMs(pingIntervalMs, trips);
    if (!isLate && !isSilent) return;
    if (isSilent) {
      tally.silent += 1;
      trips += 1;
      trippedMs = nowMs;
    }
    socket.terminate();
  });

  const ask = <T>(name: string, body: object): Promise<Ack<T> | null> =>
    new Promise((resolve) => {
      if (!isOpen || socket === undefined) {
        resolve(null);
        return;
      }
      const id = nextId;
      nextId += 1;
      const settle = (json: string | null) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(json === null ? null : (JSON.parse(json) as Ack<T>));
      };
      const timer = setTimeout(() => settle(null), times.ackTimeoutMs);
      waiting.set(id, settle);
      socket.send(requestFrame(namespace, id, name, body));
    });

  connect();
  return {
    get isOpen() {
      return isOpen;
    },
    ask,
    cut: () => socket?.terminate(),
    close: () => {
      isClosed = true;
      clearTimeout(retry);
      stopWatching();
      socket?.terminate();
    },
  };
};

/** The pause before an attempt to connect or to send again, with the spread of RT26, in milliseconds. */
export const pauseMs = (attempts: number): number =>
  Math.min(times.reconnectMaxMs, times.reconnectMinMs * 2 ** attempts) * (0.5 + Math.random());

const patienceMs = (pingIntervalMs: number, trips: number): number => {
  const firstMs = Math.max(shortestPatienceMs, 2 * pingIntervalMs - onTheWayMs);
  return Math.max(firstMs, Math.min(longestPatienceMs, firstMs * 2 ** trips));
};

/** One timer for all lines of this process. */
const watchEvery = (ms: number, look: (nowMs: number) => void): (() => void) => {
  looks.add(look);
  clock ??= setInterval(() => {
    const nowMs = performance.now();
    for (const each of looks) each(nowMs);
  }, ms);
  return () => {
    looks.delete(look);
    if (looks.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
};

const looks = new Set<(nowMs: number) => void>();
let clock: NodeJS.Timeout | undefined;

const watchMs = 500;
/** An attempt to connect that takes longer is given up, as `app/sync/core/link.ts` does. */
const attemptMs = 8_000;
const shortestPatienceMs = 2_750;
const onTheWayMs = 250;
const longestPatienceMs = 15_000;
const calmMs = 60_000;
