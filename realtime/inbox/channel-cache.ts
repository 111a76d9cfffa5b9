import type { Db } from "#db/client.ts";
import { type Channel, channelByKey } from "#engine/tenancy/visitor-sessions.ts";

/** Finds channels by widget key. */
export type ChannelCache = { find(key: string): Promise<Channel | null> };

/**
 * Remembers channels, and keys that do not exist, for a few seconds: when thousands of widgets come
 * back at once the database is asked once for each key. A change of a channel shows after that time.
 */
export const makeChannelCache = (
  db: Db,
  { keptMs = 5_000, capacity = 2_000 } = {},
): ChannelCache => {
  const known = new Map<
    string,
    { readonly channel: Promise<Channel | null>; readonly untilMs: number }
  >();
  return {
    find: (key) => {
      const nowMs = Date.now();
      const hit = known.get(key);
      if (hit !== undefined && hit.untilMs > nowMs) return hit.channel;
      const channel = channelByKey(db, key);
      known.delete(key);
      known.set(key, { channel, untilMs: nowMs + keptMs });
      if (known.size > capacity) known.delete(known.keys().next().value ?? key);
      // A failure is not remembered.
      channel.catch(() => {
        if (known.get(key)?.channel === channel) known.delete(key);
      });
      return channel;
    },
  };
};
