import type { EventBus } from "#engine/runtime/event-bus.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { makeMemoryBus } from "./memory-bus.ts";
import { makeRedisBus } from "./redis-bus.ts";

/** The bus this process needs: over Redis when one is named, in memory when the node is alone. */
export const openBus = (redisUrl: string | null, log: Logger): EventBus =>
  redisUrl === null ? makeMemoryBus(log) : makeRedisBus(redisUrl, log);
