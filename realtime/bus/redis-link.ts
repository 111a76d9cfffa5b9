import { createClient } from "redis";
import type { Logger } from "#engine/runtime/log.ts";

/** A connection to Redis that is made anew for ever. */
export type RedisLink = {
  /** The client while it can be used, else null. */
  ready(): RedisClient | null;
  close(): void;
};

export type RedisClient = ReturnType<typeof makeClient>;

/**
 * Opens a link. Redis may be away from the start, die, or freeze without a word: the link tries again
 * with jitter, and a server that leaves a PING unanswered for four seconds is given up. Nothing is
 * queued meanwhile. `onReady` runs with a client after every connection, also the first.
 */
export const openRedisLink = (
  url: string,
  { log, name, onReady }: { log: Logger; name: string; onReady: (client: RedisClient) => void },
): RedisLink => {
  const report = makeOutageReport(log, name);
  let closed = false;

  const start = () => {
    const client = makeClient(url);
    client.on("error", report.failed);
    client.on("ready", () => {
      report.recovered();
      onReady(client);
    });
    client.connect().catch((error: unknown) => {
      if (!closed && client === current.client) report.failed(error);
    });
    return { client, startedAt: Date.now() };
  };

  const restart = (reason: string) => {
    report.failed(new Error(reason));
    current.client.destroy();
    current = start();
  };

  let current = start();

  const watch = setInterval(() => {
    const { client, startedAt } = current;
    if (!client.isReady) {
      if (Date.now() - startedAt > stuckAfterMs) restart("the connection does not come up");
      return;
    }
    current.startedAt = Date.now();
    answers(client).then((answered) => {
      if (!answered && !closed && client === current.client) restart("PING was not answered");
    }, report.failed);
  }, pingIntervalMs);
  watch.unref();

  return {
    ready: () => (current.client.isReady ? current.client : null),
    close: () => {
      closed = true;
      clearInterval(watch);
      current.client.destroy();
    },
  };
};

const pingIntervalMs = 2_000;
const pingDeadlineMs = 4_000;
/** A handshake may hang on a server that accepts and says nothing. */
const stuckAfterMs = 8_000;

/** Commands that may wait for a slow Redis; the next one is refused and counts as lost. */
const longestQueue = 10_000;

const makeClient = (url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: longestQueue,
    socket: { reconnectStrategy, connectTimeout: 2_000 },
  });

/** From 50 ms to 1 s, spread, so that many nodes do not knock at once. */
const reconnectStrategy = (retries: number) =>
  Math.min(1_000, 50 * 2 ** Math.min(retries, 5)) * (0.5 + Math.random() / 2);

const answers = async (client: RedisClient): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), pingDeadlineMs);
  });
  // A PING that fails is an outage the client sees and mends by itself.
  const answered = client.ping().then(
    () => true,
    () => true,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
};

/** Logs the first error of an outage and its end, not every attempt in between. */
const makeOutageReport = (log: Logger, link: string) => {
  let down = false;
  return {
    failed: (error: unknown) => {
      if (!down) log.warn({ link, err: error }, "Redis is away; this node goes on alone");
      down = true;
    },
    recovered: () => {
      if (down) log.info({ link }, "Redis is back");
      down = false;
    },
  };
};
