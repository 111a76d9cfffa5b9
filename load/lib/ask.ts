import { setTimeout as wait } from "node:timers/promises";
import type { Socket } from "socket.io-client";
import type { Ack } from "../../realtime/contract/ack.ts";

/** Asks until it is granted; a refusal that passes is waited for, as every client does. Rejects with any other. */
export const ask = async <T = object>(
  socket: Socket,
  name: string,
  request: object,
): Promise<T> => {
  for (;;) {
    const answer = (await socket.timeout(10_000).emitWithAck(name, request)) as Ack<T>;
    if (answer.ok) return answer;
    const { kind, message, retryAfterMs } = answer.error;
    if (retryAfterMs === undefined) throw new Error(`${name} was refused as ${kind}: ${message}`);
    await wait(retryAfterMs);
  }
};
