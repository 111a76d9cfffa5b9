import { times } from "#contract/names.ts";

/**
 * How long to wait before attempt number `attempt` (0 for the first retry), in ms: 500, 1,000,
 * 2,000 and so on up to 10,000, each times 0.5 to 1.5 at random, so that many pages do not return
 * at the same moment. Never earlier than `atLeastMs`, which a server may ask for.
 */
export const retryDelayMs = (attempt: number, atLeastMs = 0, random = Math.random): number => {
  const ideal = Math.min(times.reconnectMaxMs, times.reconnectMinMs * 2 ** Math.min(attempt, 10));
  const jittered = ideal * (0.5 + random());
  return jittered >= atLeastMs ? jittered : atLeastMs * (1 + random() / 2);
};
