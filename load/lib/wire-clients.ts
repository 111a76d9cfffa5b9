import type { Door, Key } from "../bench/servers/door.ts";
import { type WireClient, openWireClient } from "./wire-client.ts";

/** How many handshakes are under way at once: a rush, in which a server is never idle. */
const atOnce = 128;

/** Lets so many clients in, a few at a time, with the keys of the door in turn. */
export const openWireClients = async (door: Door, count: number): Promise<WireClient[]> => {
  const clients: WireClient[] = [];
  let next = 0;
  const open = async () => {
    while (next < count) {
      const key = door.keys[next % door.keys.length] as Key;
      next += 1;
      clients.push(await openWireClient(door, key));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, open));
  return clients;
};

/** Resolves when so many events have come to the clients together; throws after 20 s without. */
export const eventsHeard = async (
  clients: readonly WireClient[],
  expected: number,
): Promise<void> => {
  const deadlineMs = performance.now() + 20_000;
  const heard = () => clients.reduce((sum, { events }) => sum + events(), 0);
  while (heard() < expected) {
    if (performance.now() > deadlineMs) throw new Error(`${heard()} of ${expected} events came`);
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
};

/** Messages that are no events and have come to the clients together. */
export const othersHeard = (clients: readonly WireClient[]): number =>
  clients.reduce((sum, { others }) => sum + others(), 0);
