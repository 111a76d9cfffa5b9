import { pinThisProcess } from "../lib/cores.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { crowdCost } from "./crowd-cost.ts";
import { machine, median, medianRatio, rounds } from "./measured.ts";
import type { Audience } from "./servers/door.ts";
import { withDatabase } from "./with-database.ts";

const warmUpCount = 400;
const idleCount = 4_000;

/**
 * Resident memory of the server for each idle connection at 4,000: visitors after `session.start`, each
 * a contact of its own, and members who follow a conversation. Beside Socket.IO with the same options
 * where everybody has joined a room, and bare websockets.
 */
export const benchMemory = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    const product = { databaseUrl, tenants: 10, membersEach: 10 };
    const of = (audience: Audience) => measure("gateway-server", { ...product, audience });
    const visitors: number[] = [];
    const members: number[] = [];
    const reference: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await measure("ws-server", {}));
      reference.push(await measure("socketio-server", { audience: "visitors" }));
      visitors.push(await of("visitors"));
      members.push(await of("members"));
    }
    return [
      { audience: "visitors", list: visitors },
      { audience: "members", list: members },
    ].map(({ audience, list }) => ({
      bench: "memory",
      audience,
      connections: idleCount,
      kbPerConnection: median(list),
      socketIoKbPerConnection: median(reference),
      rawKbPerConnection: median(raw),
      ratioToSocketIo: medianRatio({ product: list, reference }),
      ...machine(),
    }));
  });

const measure = (program: string, opening: object): Promise<number> =>
  crowdCost({ program, opening, warmUpCount, count: idleCount, figure: "residentKb" });
