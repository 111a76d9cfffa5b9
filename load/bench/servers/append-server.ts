import { pino } from "pino";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { insertBatches } from "./insert-batches.ts";
import {
  type Conversation,
  type Workspace,
  makeConversation,
  makeWorkspace,
  postWords,
} from "./make-workspace.ts";
import { obey } from "./obey.ts";
import { type BenchDatabase, openDatabase } from "./open-database.ts";

/*
 * Appends through the product's own action, with nothing in front of it: each sender waits for its
 * acknowledgement and sends the next. The references write the same rows on the same pool.
 */

/** One sender: where it writes, and through what. */
type Sender = {
  readonly workspace: Workspace;
  readonly conversation: Conversation;
  readonly deps: ActionDeps;
};

/** Who appends: how many tenants and senders, for how long. */
type Traffic = { readonly tenants: number; readonly senders: number; readonly forMs: number };

const log = pino({ level: "warn" });
let database: BenchDatabase | undefined;

/** Opens the database and says whether its commits wait for the disk. */
const open = async ({ databaseUrl }: { databaseUrl: string | null }): Promise<string> => {
  database = await openDatabase(databaseUrl);
  const [row] = await database.db.lookup(
    (tx) => tx<{ setting: string }[]>`select current_setting('synchronous_commit') as setting`,
  );
  return row?.setting ?? "";
};

/** As the product does it: what arrives together is written together. */
const coalesced = async (traffic: Traffic): Promise<number> => {
  const deps = { db: openedDb(), bus: makeMemoryBus(log), log };
  return perSecond(await makeSenders(traffic, () => deps), traffic);
};

/** Each append in a transaction of its own: a queue belongs to a bus, so every sender gets its own. */
const oneByOne = async (traffic: Traffic): Promise<number> =>
  perSecond(
    await makeSenders(traffic, () => ({ db: openedDb(), bus: makeMemoryBus(log), log })),
    traffic,
  );

/** All senders in one conversation. */
const hot = async (traffic: Traffic): Promise<number> => {
  const deps = { db: openedDb(), bus: makeMemoryBus(log), log };
  const senders = await makeSenders(traffic, () => deps);
  const [first] = senders as [Sender];
  return perSecond(
    senders.map((sender) => ({ ...sender, conversation: first.conversation })),
    traffic,
  );
};

/** The floor: the same event rows, in a multi-row INSERT of what the senders of a tenant have at once. */
const bareInsert = async (traffic: Traffic): Promise<number> => {
  const deps = { db: openedDb(), bus: makeMemoryBus(log), log };
  const senders = await makeSenders(traffic, () => deps);
  const byTenant = Map.groupBy(senders, ({ workspace }) => workspace.tenantId);
  const lanes = [...byTenant].map(([tenantId, ofTenant]) => ({
    tenantId,
    conversationIds: ofTenant.map(({ conversation }) => conversation.conversationId),
  }));
  return insertBatches(deps.db, lanes, traffic.forMs);
};

const makeSenders = async (
  { tenants, senders }: Traffic,
  depsOf: () => ActionDeps,
): Promise<Sender[]> => {
  const setUp = depsOf();
  const workspaces: Workspace[] = [];
  while (workspaces.length < tenants) workspaces.push(await makeWorkspace(setUp, 0));
  return Promise.all(
    Array.from({ length: senders }, async (_, index) => {
      const workspace = workspaces[index % tenants] as Workspace;
      const conversation = await makeConversation(setUp, workspace);
      return { workspace, conversation, deps: depsOf() };
    }),
  );
};

/** Acknowledged appends a second, after a second that is not counted. */
const perSecond = async (senders: readonly Sender[], { forMs }: Traffic): Promise<number> => {
  const startMs = performance.now() + warmUpMs;
  const endMs = startMs + forMs;
  let acknowledged = 0;
  await Promise.all(
    senders.map(async ({ deps, workspace, conversation }) => {
      while (performance.now() < endMs) {
        await postWords(deps, workspace, conversation);
        const nowMs = performance.now();
        if (nowMs >= startMs && nowMs < endMs) acknowledged += 1;
      }
    }),
  );
  return (acknowledged * 1_000) / forMs;
};

const warmUpMs = 1_000;

const openedDb = () => {
  if (database === undefined) throw new Error("Open it first");
  return database.db;
};

obey({ open, coalesced, oneByOne, hot, bareInsert }, () => database?.close());
