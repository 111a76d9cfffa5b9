import { startBenchServer } from "../lib/bench-server.ts";
import { pinThisProcess } from "../lib/cores.ts";
import type { WireClient } from "../lib/wire-client.ts";
import { eventsHeard, openWireClients, othersHeard } from "../lib/wire-clients.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine, median, medianRatio, rounds } from "./measured.ts";
import type { Door, Publication } from "./servers/door.ts";
import { withDatabase } from "./with-database.ts";

/** Everybody is in one room. */
const clientCount = 1_000;
const warmUp: Publication = { frames: 20, events: 1, everyMs: 40 };
/** Far enough apart that each event has a frame of its own. */
const single: Publication = { frames: 60, events: 1, everyMs: 40 };
/** What the append queue makes of a burst: four events committed together. */
const fours: Publication = { frames: 60, events: 4, everyMs: 40 };
const echoClients = 100;
const echoesEach = 1_000;

/**
 * What a CPU-second of the server does: events delivered to a room of a thousand, one or four at a time,
 * and requests answered. The product's gateway, where everybody has come in by session and every request
 * is decoded, checked and limited, beside Socket.IO with the same options and beside bare websockets.
 */
export const benchGateway = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    const product = { databaseUrl, tenants: 1 };
    const visitors: Doings[] = [];
    const members: Doings[] = [];
    const socketIo: Doings[] = [];
    const raw: Doings[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await measure("ws-server", {}));
      socketIo.push(await measure("socketio-server", { audience: "one-visitor" }));
      visitors.push(
        await measure("gateway-server", { ...product, audience: "one-visitor", membersEach: 0 }),
      );
      members.push(
        await measure("gateway-server", { ...product, audience: "members", membersEach: 20 }),
      );
    }
    return (["fanOut", "coalesced", "echo"] as const).flatMap((what) =>
      [
        { audience: "visitors", list: visitors },
        { audience: "members", list: members },
      ].map(({ audience, list }) => lineOf(what, audience, { list, socketIo, raw })),
    );
  });

/** What a CPU-second did: messages delivered, with frames of one event and of four, and requests answered. */
type Doings = { readonly fanOut: number; readonly coalesced: number; readonly echo: number };

const measure = async (program: string, opening: object): Promise<Doings> => {
  await using server = await startBenchServer(program);
  const door = await server.call<Door>("open", opening);
  const clients = await openWireClients(door, clientCount);
  let expected = 0;
  const publish = async (what: Publication) => {
    const others = othersHeard(clients);
    expected += what.frames * what.events * clientCount;
    await server.call("publish", what);
    await eventsHeard(clients, expected);
    // Members are told of the changed row as well: that is part of the work.
    return what.frames * what.events * clientCount + othersHeard(clients) - others;
  };
  const perCpuSecond = async (act: () => Promise<number>) => {
    const before = await server.call<number>("cpuMs");
    const done = await act();
    return (done * 1_000) / ((await server.call<number>("cpuMs")) - before);
  };
  try {
    await publish(warmUp);
    const fanOut = await perCpuSecond(() => publish(single));
    const coalesced = await perCpuSecond(() => publish(fours));
    // At once before: whoever begins to type is told of to a thousand, whoever goes on is not.
    await echo(clients, door, echoesEach / 4);
    return {
      fanOut,
      coalesced,
      echo: await perCpuSecond(() => echo(clients, door, echoesEach)),
    };
  } finally {
    for (const client of clients) client.close();
  }
};

/** Each of some clients asks again as soon as it is answered. */
const echo = async (
  clients: readonly WireClient[],
  { keys }: Door,
  each: number,
): Promise<number> => {
  const [key] = keys;
  if (key === undefined) throw new Error("The door has no key");
  const askAll = async ({ ask }: WireClient) => {
    for (let turn = 0; turn < each; turn += 1) await ask(key.echo);
  };
  await Promise.all(clients.slice(0, echoClients).map(askAll));
  return echoClients * each;
};

const lineOf = (
  what: keyof Doings,
  audience: string,
  { list, socketIo, raw }: Record<"list" | "socketIo" | "raw", readonly Doings[]>,
): BenchLine => {
  const of = (doings: readonly Doings[]) => doings.map((doing) => doing[what]);
  return {
    bench: "gateway",
    what,
    audience,
    perCpuSecond: median(of(list)),
    socketIoPerCpuSecond: median(of(socketIo)),
    rawPerCpuSecond: median(of(raw)),
    ratioToSocketIo: medianRatio({ product: of(list), reference: of(socketIo) }),
    ratioToRaw: medianRatio({ product: of(list), reference: of(raw) }),
    ...machine(),
  };
};
