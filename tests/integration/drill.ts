import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Verdict, checkHistory } from "../../chaos/history/check-history.ts";
import type { DrillClient, Recorder } from "../../chaos/client/drill-client.ts";
import { openOperator, openVisitor } from "../../chaos/client/entries.ts";
import { granted } from "../../chaos/client/refused.ts";
import { loggedEvent } from "../../chaos/client/logged-event.ts";
import { readLog } from "../../chaos/client/read-log.ts";
import type { HistoryRecord, LoggedEvent } from "../../chaos/history/records.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { Db } from "#db/client.ts";
import { readEvents } from "#db/reads/events.ts";
import { prepareTenant } from "../support/prepare-tenant.ts";
import { databaseSettings, withServerDatabase } from "../support/server-database.ts";
import { type RunningServer, startServer } from "../support/start-server.ts";
import { type TestDb, type TestEngine, openTestDb } from "../support/test-db.ts";
/** A server process with clients around it, and the history of all they do. */
export type Drill = AsyncDisposable & {
  server: RunningServer;
  readonly testDb: TestDb | null;
  readonly history: readonly HistoryRecord[];
  /** Messages acknowledged so far. */
  readonly acknowledged: number;
  /** Requests of all clients that wait for an acknowledgement now. */
  readonly inFlight: number;
  /** Resolves at the moment when so many are acknowledged and something is in flight. */
  whenAcknowledged(count: number): Promise<void>;
  /** Waits for work of the clients; says how things stand when it takes too long. */
  finish(work: Promise<unknown>): Promise<void>;
  visitor(name: string): Promise<DrillClient>;
  operator(name: string): Promise<DrillClient>;
  /** Starts the server again on the same data and port, after it was killed. */
  restart(): Promise<void>;
  /** Process id of the embedded database. */
  databasePid(): Promise<number>;
  /** Lets everybody catch up, reads what is stored, and has the referee judge. */
  judge(): Promise<Verdict>;
};

/** Starts the product, with one workspace, on a database of the given engine. */
export const openDrill = async (engine: TestEngine): Promise<Drill> => {
  const dataDir = await mkdtemp(join(tmpdir(), "xin-drill-"));
  const testDb = engine === "postgres" ? await openTestDb("postgres") : null;
  const place = { dataDir, testDb };
  const { tenantId, key, members } = await withServerDatabase(place, (db) =>
    prepareTenant(db, "drill"),
  );
  const { cookie } = members.operator;
  const env = { XIN_LOG_LEVEL: "warn", XIN_DEMO: "off", ...databaseSettings(testDb) };
  const history: HistoryRecord[] = [];
  const clients: DrillClient[] = [];
  const conversations = new Set<string>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let acknowledged = 0;
  let server = await startServer({ dataDir, env });
  const { url } = server;

  const inFlight = () => clients.reduce((sum, client) => sum + client.inFlight, 0);
  const record: Recorder = (what) => {
    history.push({ ...what, atMs: performance.now() } as HistoryRecord);
    if (what.kind === "ok") acknowledged += 1;
    const due = waiting.findIndex(({ count }) => acknowledged >= count && inFlight() > 0);
    if (due !== -1) waiting.splice(due, 1)[0]?.resolve();
  };
  const standing = () =>
    `${acknowledged} are acknowledged, ${inFlight()} in flight. The server said:\n${server.lines.slice(-20).join("\n")}`;
  const keep = (client: DrillClient) => {
    clients.push(client);
    return client;
  };
  const operator = (name: string) => openOperator({ name, url, record }, { cookie, origin: url });

  return {
    get server() {
      return server;
    },
    testDb,
    history,
    get acknowledged() {
      return acknowledged;
    },
    get inFlight() {
      return inFlight();
    },
    whenAcknowledged: (count) =>
      within(new Promise<void>((resolve) => waiting.push({ count, resolve })), standing),
    finish: async (traffic) => {
      await within(traffic, standing);
    },
    visitor: async (name) => {
      const client = await openVisitor({ name, url, record }, key);
      for (const conversationId of client.followed) conversations.add(conversationId);
      return keep(client);
    },
    operator: async (name) => keep(await operator(name)),
    restart: async () => {
      await server.exit;
      server = await startServer({ dataDir, env: { ...env, PORT: new URL(url).port } });
    },
    databasePid: async () =>
      Number.parseInt(await readFile(join(dataDir, "postgres.lock"), "utf8"), 10),
    judge: async () => {
      const reader = await operator("reader");
      const endsAt = performance.now() + catchUpMs;
      for (const conversation of conversations) {
        const log = await readLog(async (after) =>
          granted(
            await reader.ask<EventsFetchAck>("events.fetch", {
              conversationId: conversation,
              after,
            }),
          ),
        );
        history.push({ kind: "final", source: "api", conversation, log });
        await allShow(clients, { conversation, seq: log.at(-1)?.seq ?? 0, endsAt });
      }
      for (const client of clients) {
        for (const conversation of client.followed) {
          history.push({ kind: "sub-end", session: client.name, conversation, afterSeq: 0 });
        }
      }
      for (const client of [...clients, reader]) client.close();
      await server.stop();
      await withServerDatabase(place, async (db) => {
        for (const conversation of conversations) {
          const log = await readStored(db, tenantId, conversation);
          history.push({ kind: "final", source: "store", conversation, log });
        }
      });
      return checkHistory(history);
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.close();
      server.kill("SIGKILL");
      await server.exit;
      await testDb?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Longer than any outage of a drill; shorter than the test's own limit, which could not say why. */
const stuckMs = 60_000;

const within = <T>(work: Promise<T>, standing: () => string): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`The drill is stuck: ${standing()}`)),
    stuckMs,
  );
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

/** How long all clients together may take to catch up at the end. */
const catchUpMs = 25_000;

/** Waits until every client that follows a conversation shows it up to `seq`. The referee judges who does not. */
const allShow = async (
  clients: readonly DrillClient[],
  { conversation, seq, endsAt }: { conversation: string; seq: number; endsAt: number },
) => {
  const behind = () =>
    clients.some(
      (client) => client.followed.includes(conversation) && client.shownUpTo(conversation) < seq,
    );
  while (behind() && performance.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Reads a log from the database itself, past the product's gateway. The server must have stopped. */
const readStored = (db: Db, tenantId: string, conversationId: string): Promise<LoggedEvent[]> =>
  db.tenant(tenantId, async (tx) => {
    const page = { after: 0, limit: 10_000, audience: "team" } as const;
    const { events } = await readEvents(tx, conversationId, page);
    return events.map(loggedEvent);
  });
