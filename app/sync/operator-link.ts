import { io, type Socket } from "socket.io-client";
import type { Ack, WireError } from "#contract/ack.ts";
import { namespaces, protocolVersion } from "#contract/names.ts";

/** The socket of the console, and how to ask it something. */
export type OperatorLink = {
  readonly socket: Socket;
  /** Sends a request and waits for its answer. Never rejects: a silent server answers `unavailable`. */
  request<T>(name: string, payload: unknown): Promise<Ack<T>>;
};

/** How long a request may stay unanswered, in milliseconds. Source: the delivery protocol. */
const ackTimeoutMs = 5_000;

/** Opens the link. It reconnects by itself for ever, from 0.5 s to 10 s apart, with jitter. */
export const openOperatorLink = (): OperatorLink => {
  const socket = io(namespaces.operator, {
    transports: ["websocket"],
    auth: { version: protocolVersion },
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
  const request = async <T>(name: string, payload: unknown): Promise<Ack<T>> => {
    try {
      return (await socket.timeout(ackTimeoutMs).emitWithAck(name, payload)) as Ack<T>;
    } catch {
      return { ok: false, error: unanswered };
    }
  };
  return { socket, request };
};

const unanswered: WireError = {
  kind: "unavailable",
  message: "The server did not answer in time. Try again.",
  retryAfterMs: 1_000,
};
