import { randomUUID } from "node:crypto";
import type { PresentMember } from "#contract/downstream.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { openRedisLink } from "../bus/redis-link.ts";

/** Where nodes tell one another who is with them. */
export type PresenceStore = {
  /**
   * Puts what this node has in the place of what it had before, for the next few seconds, and answers
   * what the other nodes have. Null while the store is away.
   */
  exchange(tenantId: string, own: readonly PresentMember[]): Promise<Exchanged | null>;
  close(): void;
};

/** `changed`: the others are to look again. */
export type Exchanged = { readonly changed: boolean; readonly others: readonly PresentMember[] };

/** How long an entry lives that its node does not repeat, in milliseconds. */
export const presenceTtlMs = 3_500;

/** The store of several nodes, or none for a node that is alone. */
export const openPresenceStore = (redisUrl: string | null, log: Logger): PresenceStore | null =>
  redisUrl === null ? null : openRedisPresence(redisUrl, log);

/**
 * A sorted set for each tenant: an entry for each node, member and open conversation, scored by when it
 * runs out. Redis' own clock is asked, so that nodes whose clocks differ agree; a node that was killed
 * repeats nothing and runs out, and a Redis that lost its memory is filled again by the next round.
 */
const openRedisPresence = (url: string, log: Logger): PresenceStore => {
  const link = openRedisLink(url, { log, name: "presence", onReady: () => {} });
  const prefix = `${randomUUID()} `;
  return {
    exchange: async (tenantId, own) => {
      const entries = own.map((member) => prefix + JSON.stringify(member));
      const call = {
        keys: [`xin:presence:${tenantId}`],
        arguments: [prefix, String(presenceTtlMs), ...entries],
      };
      try {
        const answer = await link.ready()?.eval(script, call);
        return answer === undefined ? null : readAnswer(answer, prefix);
      } catch (error) {
        // The link mends itself; until then this node knows of its own members only.
        log.debug({ err: error, tenantId }, "presence was not exchanged");
        return null;
      }
    },
    close: () => link.close(),
  };
};

/** One round trip: forget what has run out, replace what this node had, answer everything. */
const script = `
  local key, prefix, ttl = KEYS[1], ARGV[1], tonumber(ARGV[2])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  local kept, changed = {}, 0
  for i = 3, #ARGV do kept[ARGV[i]] = true end
  for _, entry in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if string.sub(entry, 1, #prefix) == prefix and not kept[entry] then
      changed = changed + redis.call('ZREM', key, entry)
    end
  end
  for i = 3, #ARGV do changed = changed + redis.call('ZADD', key, now + ttl, ARGV[i]) end
  redis.call('PEXPIRE', key, ttl)
  return { changed, redis.call('ZRANGE', key, 0, -1) }`;

const readAnswer = (answer: unknown, prefix: string): Exchanged => {
  const [changed, entries] = answer as [number, string[]];
  const others = entries
    .filter((entry) => !entry.startsWith(prefix))
    .map((entry) => JSON.parse(entry.slice(prefix.length)) as PresentMember);
  return { changed: changed > 0, others };
};
