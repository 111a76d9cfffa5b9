import { startBenchServer } from "../lib/bench-server.ts";
import { pinThisProcess } from "../lib/cores.ts";
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import type { WireClient } from "../lib/wire-client.ts";
import { openWireClients } from "../lib/wire-clients.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine, median, rounds } from "./measured.ts";
import type { Door } from "./servers/door.ts";
import { withDatabase } from "./with-database.ts";

const missed = 1_000;
const conversations = 50;
/** Each of fifty clients once alone, a few times all together. */
const togetherTurns = 4;

/**
 * How long clients take to fetch a thousand missed events, page by page: one after the other, and fifty at
 * once, each another conversation. The reference is a Socket.IO server that has the pages in memory.
 */
export const benchCatchup = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    const product: Times[] = [];
    const reference: Times[] = [];
    const opening = { audience: "members", databaseUrl, tenants: 1, membersEach: 10 };
    for (let round = 0; round < rounds; round += 1) {
      reference.push(await measure("socketio-server", { audience: "members" }));
      product.push(await measure("gateway-server", opening));
    }
    const of = (list: readonly Times[], name: keyof Times) =>
      median(list.map((times) => times[name]));
    return [
      {
        bench: "catchup",
        engine: databaseUrl === null ? "embedded" : "postgres",
        missed,
        aloneMs: of(product, "aloneMs"),
        togetherP50Ms: of(product, "togetherP50Ms"),
        togetherP95Ms: of(product, "togetherP95Ms"),
        clients: conversations,
        referenceAloneMs: of(reference, "aloneMs"),
        referenceTogetherP95Ms: of(reference, "togetherP95Ms"),
        aloneRatio: ratio(of(product, "aloneMs"), of(reference, "aloneMs")),
        togetherRatio: ratio(of(product, "togetherP95Ms"), of(reference, "togetherP95Ms")),
        ...machine(),
      },
    ];
  });

/** Milliseconds from the first request to the last event. */
type Times = {
  readonly aloneMs: number;
  readonly togetherP50Ms: number;
  readonly togetherP95Ms: number;
};

const measure = async (program: string, opening: object): Promise<Times> => {
  await using server = await startBenchServer(program);
  const door = await server.call<Door>("open", opening);
  const ids = await server.call<string[]>("fill", { conversations, events: missed });
  const clients = await openWireClients(door, conversations);
  const fetches = clients.map((client, index) => () => catchUp(client, ids[index] ?? ""));
  try {
    await Promise.all(fetches.map((fetch) => fetch()));
    const alone: number[] = [];
    for (const fetch of fetches) alone.push(await fetch());
    const together: number[] = [];
    for (let turn = 0; turn < togetherTurns; turn += 1) {
      together.push(...(await Promise.all(fetches.map((fetch) => fetch()))));
    }
    const p = (samples: readonly number[], share: number) =>
      rounded(percentile(samples, share)) ?? 0;
    return {
      aloneMs: p(alone, 0.5),
      togetherP50Ms: p(together, 0.5),
      togetherP95Ms: p(together, 0.95),
    };
  } finally {
    for (const client of clients) client.close();
  }
};

/** As a client does that has nothing: pages until there are no more. Throws when one is missing. */
const catchUp = async ({ ask }: WireClient, conversationId: string): Promise<number> => {
  const startedMs = performance.now();
  let after = 0;
  for (;;) {
    const page = (await ask({ name: "events.fetch", body: { conversationId, after } })) as Page;
    for (const { seq } of page.events) {
      if (seq !== after + 1) throw new Error(`seq ${seq} came after ${after}`);
      after = seq;
    }
    if (!page.more) break;
  }
  if (after < missed) throw new Error(`${after} of ${missed} events came`);
  return performance.now() - startedMs;
};

type Page = { readonly events: readonly { readonly seq: number }[]; readonly more: boolean };
