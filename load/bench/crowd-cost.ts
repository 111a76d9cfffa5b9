import { startBenchServer } from "../lib/bench-server.ts";
import { openWireClients } from "../lib/wire-clients.ts";
import type { Door } from "./servers/door.ts";

/** Which server stands, for whom, and what of it is looked at. */
export type Crowd = {
  /** A program of `load/bench/servers/`. */
  readonly program: string;
  readonly opening: object;
  /** Clients that come and go first: what the process needs once is not counted. */
  readonly warmUpCount: number;
  readonly count: number;
  readonly figure: "cpuMs" | "residentKb";
};

/** What each client of a crowd costs its server, in the unit of the figure. */
export const crowdCost = async (crowd: Crowd): Promise<number> => {
  const { program, opening, warmUpCount, count, figure } = crowd;
  await using server = await startBenchServer(program);
  const door = await server.call<Door>("open", opening);
  const early = await openWireClients(door, warmUpCount);
  for (const client of early) client.close();
  await new Promise((resolve) => void setTimeout(resolve, untilGoneMs));
  const before = await server.call<number>(figure);
  const clients = await openWireClients(door, count);
  const used = (await server.call<number>(figure)) - before;
  for (const client of clients) client.close();
  return used / count;
};

/** A server takes this long at most to see that the early clients have gone: that is no part of the figure. */
const untilGoneMs = 1_000;
