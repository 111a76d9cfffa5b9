import { setTimeout as wait } from "node:timers/promises";

/** What was measured. Milliseconds, one for each message. */
export type Samples = {
  readonly ackMs: readonly number[];
  readonly deliveryMs: readonly number[];
  /** Messages that nobody on the other side had heard two seconds after the end. */
  readonly undelivered: number;
  /** Messages sent each second, by all. */
  readonly perSecond: number;
};

/** Somebody who can send. */
export type Sender = {
  /** Sends one message under an id, and resolves when it is acknowledged. */
  send(id: string): Promise<void>;
};

/** Notes when a message has come to the other side. The first who hears it counts. */
export type Listener = { heard(id: string): void };

const messagesEach = 20;
const everyMs = 1_000;

/**
 * Lets each sender send a message a second, all at different moments, for twenty seconds. An open
 * model: nobody waits for an acknowledgement before sending the next one. `connect` gets what to call
 * when a message arrives, and answers the senders.
 */
export const runPaced = async (
  connect: (listener: Listener) => Promise<readonly Sender[]>,
): Promise<Samples> => {
  const sentAt = new Map<string, number>();
  const ackMs: number[] = [];
  const deliveryMs: number[] = [];
  const since = (id: string) => performance.now() - (sentAt.get(id) ?? Number.NaN);
  const heard = new Set<string>();
  const senders = await connect({
    heard: (id) => {
      if (heard.has(id) || !sentAt.has(id)) return;
      heard.add(id);
      deliveryMs.push(since(id));
    },
  });
  const acknowledged: Promise<void>[] = [];
  await Promise.all(
    senders.map(async (sender, index) => {
      await wait((index / senders.length) * everyMs);
      for (let turn = 0; turn < messagesEach; turn += 1) {
        const id = crypto.randomUUID();
        sentAt.set(id, performance.now());
        acknowledged.push(sender.send(id).then(() => void ackMs.push(since(id))));
        await wait(everyMs);
      }
    }),
  );
  await Promise.all(acknowledged);
  await wait(2_000);
  return {
    ackMs,
    deliveryMs,
    undelivered: sentAt.size - heard.size,
    perSecond: Math.round((senders.length * 1_000) / everyMs),
  };
};
