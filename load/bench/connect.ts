import { pinThisProcess } from "../lib/cores.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { crowdCost } from "./crowd-cost.ts";
import { machine, median, medianRatio, rounds } from "./measured.ts";
import type { Audience } from "./servers/door.ts";
import { withDatabase } from "./with-database.ts";

/** Until V8 has compiled what a handshake needs: with 500 a third of what was measured was that. */
const warmUpCount = 2_000;
const connectCount = 4_000;

/**
 * Connections a CPU-second of the server lets in: for members from the websocket to a handshake that has
 * found their session, for visitors to one that has found their channel. Nobody asks anything after
 * that. Beside Socket.IO with the same options, and bare websockets.
 */
export const benchConnect = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    const product = { databaseUrl, tenants: 10, membersEach: 10 };
    const of = (audience: Audience) =>
      measure("gateway-server", { ...product, audience, quiet: true });
    const members: number[] = [];
    const visitors: number[] = [];
    const reference: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await measure("ws-server", {}));
      reference.push(await measure("socketio-server", { audience: "members", quiet: true }));
      members.push(await of("members"));
      visitors.push(await of("visitors"));
    }
    return [
      { audience: "members", list: members },
      { audience: "visitors", list: visitors },
    ].map(({ audience, list }) => ({
      bench: "connect",
      audience,
      perCpuSecond: median(list),
      socketIoPerCpuSecond: median(reference),
      rawPerCpuSecond: median(raw),
      ratioToSocketIo: medianRatio({ product: list, reference }),
      ratioToRaw: medianRatio({ product: list, reference: raw }),
      ...machine(),
    }));
  });

const measure = async (program: string, opening: object): Promise<number> =>
  1_000 /
  (await crowdCost({ program, opening, warmUpCount, count: connectCount, figure: "cpuMs" }));
