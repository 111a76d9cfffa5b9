import { setTimeout as wait } from "node:timers/promises";
import { type BenchServer, startBenchServer } from "../lib/bench-server.ts";
import { pinThisProcess } from "../lib/cores.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import {
  type CollabEditor,
  openHocuspocusEditor,
  openProductEditor,
  type ProductPage,
} from "./collab-editor.ts";
import { machine, median, medianRatio, rounds } from "./measured.ts";
import type { Door } from "./servers/door.ts";
import { withDatabase } from "./with-database.ts";

const editors = 30;
const updateEveryMs = 200;
const warmUpTurns = 25;
const turns = 100;
/** Changes are on every page by then, or the run does not count. */
const settledWithinMs = 20_000;

/**
 * What the server process spends on a change that reaches another editor's page, with 30 editors of one document at five
 * changes a second each: the product with its sessions, checks and the database, beside Hocuspocus, which has none.
 */
export const benchCollabCost = (env: Environment): Promise<BenchLine> =>
  withDatabase(env, async (databaseUrl) => {
    pinThisProcess();
    const product: number[] = [];
    const reference: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      reference.push(await hocuspocusCost());
      product.push(await productCost(databaseUrl));
    }
    return {
      bench: "collab",
      what: "cpu of a delivery",
      engine: databaseUrl === null ? "embedded" : "postgres",
      cpuUs: median(product),
      hocuspocusCpuUs: median(reference),
      ratioToHocuspocus: medianRatio({ product, reference }),
      ...machine(),
    };
  });

const hocuspocusCost = async (): Promise<number> => {
  await using server = await startBenchServer("hocuspocus-server");
  const { host } = await server.call<{ readonly host: string }>("open");
  return await costOf(server, () => openHocuspocusEditor(host));
};

const productCost = async (databaseUrl: string | null): Promise<number> => {
  await using server = await startBenchServer("gateway-server");
  const opening = { databaseUrl, audience: "members", tenants: 1, membersEach: editors };
  const door = await server.call<Door>("open", opening);
  const page: ProductPage = { ...door, doc: await server.call<ProductPage["doc"]>("page") };
  return await costOf(server, (index) => {
    const key = door.keys[index];
    if (key === undefined) throw new Error("The door has too few keys");
    return openProductEditor(page, key);
  });
};

/** CPU of a delivery in microseconds. */
const costOf = async (
  server: BenchServer,
  open: (index: number) => Promise<CollabEditor>,
): Promise<number> => {
  const all: CollabEditor[] = [];
  try {
    while (all.length < editors) all.push(await open(all.length));
    await write(all, warmUpTurns);
    const before = await server.call<number>("cpuMs");
    await write(all, turns);
    const used = (await server.call<number>("cpuMs")) - before;
    return (used * 1_000) / (turns * editors * (editors - 1));
  } finally {
    for (const editor of all) editor.close();
  }
};

/** All write at their pace, at places of their own, until everybody has everything. */
const write = async (all: readonly CollabEditor[], times: number): Promise<void> => {
  const lengthOf = ({ replica }: CollabEditor) => replica.getText("text").length;
  const [first] = all;
  const wanted = (first === undefined ? 0 : lengthOf(first)) + all.length * times;
  await Promise.all(
    all.map(async ({ replica }, index) => {
      const text = replica.getText("text");
      await wait((index * updateEveryMs) / all.length);
      const began = performance.now();
      for (let turn = 0; turn < times; turn += 1) {
        await wait(Math.max(0, began + turn * updateEveryMs - performance.now()));
        text.insert(Math.floor((text.length * (index + 0.5)) / all.length), "a");
      }
    }),
  );
  const deadline = performance.now() + settledWithinMs;
  while (all.some((editor) => lengthOf(editor) !== wanted)) {
    if (performance.now() > deadline) throw new Error("Some pages lack changes");
    await wait(20);
  }
};
