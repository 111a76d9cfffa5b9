import type { Drill } from "../runner/define-drill.ts";
import { databaseKilled } from "./database-killed.ts";
import { gatewayKilled } from "./gateway-killed.ts";

/** Every drill there is, in the order in which `all` runs them. */
export const allDrills: readonly Drill[] = [gatewayKilled, databaseKilled];
