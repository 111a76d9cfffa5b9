import { outageReason } from "./outage.ts";
import type { Pool } from "./pool.ts";

/** A subscription to a channel. After `close` its handlers are not called again. */
export type Listening = { close(): Promise<void> };

/**
 * Listens on a channel for as long as the pool lives. postgres.js reconnects and listens again by
 * itself; `onReady` runs each time that has worked, since everything in between was missed. A server
 * that is away at first is therefore no error here.
 */
export const listen = async (
  pool: Pool,
  channel: string,
  onNotify: (payload: string) => void,
  onReady: () => void,
): Promise<Listening> => {
  let closed = false;
  const request = pool.listen(
    channel,
    (payload) => closed || onNotify(payload),
    () => closed || onReady(),
  );
  try {
    const { unlisten } = await request;
    return {
      close: async () => {
        closed = true;
        await unlisten().catch(ignoreOutage);
      },
    };
  } catch (error) {
    ignoreOutage(error);
    return {
      close: async () => {
        closed = true;
      },
    };
  }
};

const ignoreOutage = (error: unknown): void => {
  if (outageReason(error) === null) throw error;
};
