import type { Drill } from "../runner/define-drill.ts";
import { badNetwork } from "./bad-network.ts";
import { coEditors } from "./co-editors.ts";
import { databaseAway } from "./database-away.ts";
import { databaseKilled } from "./database-killed.ts";
import { databasePartition } from "./database-partition.ts";
import { engineDeaf } from "./engine-deaf.ts";
import { gatewayFrozen } from "./gateway-frozen.ts";
import { gatewayKilled } from "./gateway-killed.ts";
import { modelFaultsDrill } from "./model-faults.ts";
import { poisonInput } from "./poison-input.ts";
import { reconnectStorm } from "./reconnect-storm.ts";
import { redisKilled } from "./redis-killed.ts";
import { redisPartition } from "./redis-partition.ts";
import { rollingUpdate } from "./rolling-update.ts";
import { sessionsTerminated } from "./sessions-terminated.ts";
import { slowReaders } from "./slow-readers.ts";

/** Every drill there is, in the order in which `all` runs them. */
export const allDrills: readonly Drill[] = [
  gatewayKilled,
  gatewayFrozen,
  databaseKilled,
  databaseAway,
  sessionsTerminated,
  redisKilled,
  redisPartition,
  databasePartition,
  badNetwork,
  slowReaders,
  reconnectStorm,
  rollingUpdate,
  poisonInput,
  coEditors,
  // Last: they give workspaces knowledge, so that the AI has something to say.
  engineDeaf,
  modelFaultsDrill,
];
