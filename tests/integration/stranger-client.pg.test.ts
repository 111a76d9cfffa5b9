import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkHistory } from "../../chaos/history/check-history.ts";
import type { HistoryRecord, LoggedEvent } from "../../chaos/history/records.ts";
import type { Db } from "#db/client.ts";
import { readEvents } from "#db/reads/events.ts";
import { type PreparedTenant, prepareTenant } from "../support/prepare-tenant.ts";
import { databaseSettings, withServerDatabase } from "../support/server-database.ts";
import { type RunningServer, startServer } from "../support/start-server.ts";
import { type TestDb, describeEngines, openTestDb } from "../support/test-db.ts";
import { type News, type Session, Stranger } from "./stranger-client.ts";

// Several starts of a whole server, on machines that have other work as well.
vi.setConfig({ testTimeout: 240_000 });

it("is under 150 lines, and knows no library and nothing of the contract", async () => {
  const source = await readFile(new URL("stranger-client.ts", import.meta.url), "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThan(150);
  expect(source).not.toMatch(/\bimport\b/);
});

describeEngines("a stranger's client, written from docs/protocol.md", (_open, engine) => {
  let dataDir: string;
  let testDb: TestDb | null;
  let tenant: PreparedTenant;
  let server: RunningServer;
  let url: string;
  const history: HistoryRecord[] = [];
  const open = new Map<string, Stranger>();

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "xin-stranger-"));
    testDb = engine === "postgres" ? await openTestDb("postgres") : null;
    tenant = await withServerDatabase({ dataDir, testDb }, (db) => prepareTenant(db, "stranger"));
    server = await startServer({ dataDir, env: env() });
    ({ url } = server);
  });
  afterEach(async () => {
    for (const stranger of open.values()) stranger.close();
    open.clear();
    history.splice(0);
    server.kill("SIGKILL");
    await server.exit;
    await testDb?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const env = () => ({
    XIN_LOG_LEVEL: "warn",
    XIN_DEMO: "off",
    XIN_ROLE: "realtime",
    ...databaseSettings(testDb),
  });

  const arrive = async (name: string, session?: Session) => {
    const tell = (news: News) => record(name, news);
    const known = session === undefined ? {} : { session };
    const stranger = new Stranger({ url, key: tenant.key, tell, ...known });
    open.set(name, stranger);
    await vi.waitFor(() => expect(conversationOf(stranger)).not.toBe(""), { timeout: 30_000 });
    return stranger;
  };

  const record = (name: string, { kind, seq = 0, id = "", clientId = null, body }: News) => {
    const stranger = open.get(name);
    const conversation = conversationOf(stranger);
    const [atMs, client] = [performance.now(), name];
    if (kind === "recv") {
      const event = loggedEvent({ seq, id, clientId, body });
      history.push({ kind, atMs, session: name, conversation, ...event });
    } else if (kind === "ok") {
      history.push({
        kind,
        atMs,
        client,
        conversation,
        clientId: clientId ?? "",
        seq,
        eventId: id,
      });
    } else {
      history.push({ kind, atMs, client, conversation, clientId: clientId ?? "" });
    }
  };

  const acknowledged = () => history.filter(({ kind }) => kind === "ok").length;
  const unsent = () => [...open.values()].reduce((sum, { outbox }) => sum + outbox.length, 0);
  const until = (check: () => void) => vi.waitFor(check, { timeout: 90_000, interval: 5 });

  /** Everybody shows everything; then the server stops, and the referee reads what it has stored. */
  const judge = async () => {
    await until(() => expect(unsent()).toBe(0));
    const conversations = new Map([...open].map(([name, one]) => [name, conversationOf(one)]));
    for (const [name, conversation] of conversations) {
      const screen = open.get(name);
      const reader = await arrive(`${name}'s reader`, screen?.session ?? undefined);
      await until(() => expect(reader.shown).toBeGreaterThanOrEqual(screen?.shown ?? 0));
      await until(() => expect(screen?.shown).toBe(reader.shown));
      const log = history.flatMap((line) =>
        line.kind === "recv" && line.session === `${name}'s reader` ? [line] : [],
      );
      history.push({ kind: "final", source: "api", conversation, log: log.map(pickLogged) });
      history.push({ kind: "sub-end", session: name, conversation, afterSeq: 0 });
    }
    for (const stranger of open.values()) stranger.close();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await withServerDatabase({ dataDir, testDb }, async (db) => {
      for (const conversation of conversations.values()) {
        const log = await stored(db, conversation);
        history.push({ kind: "final", source: "store", conversation, log });
      }
    });
    return checkHistory(history);
  };

  const stored = (db: Db, conversationId: string) =>
    db.tenant(tenant.tenantId, async (tx) => {
      const page = { after: 0, limit: 10_000, audience: "public" } as const;
      return (await readEvents(tx, conversationId, page)).events.map(loggedEvent);
    });

  it("[RT5] [RT7] [RT26] loses and doubles nothing when the server is killed", async () => {
    const names = ["ann", "bob", "cai", "dee", "eve"];
    const strangers = await Promise.all(names.map((name) => arrive(name)));
    for (let turn = 0; turn < 30; turn += 1) {
      for (const [index, stranger] of strangers.entries()) stranger.send(`${names[index]} ${turn}`);
    }
    await until(() => expect(acknowledged()).toBeGreaterThanOrEqual(60));
    server.kill("SIGKILL");
    await server.exit;
    const before = acknowledged();
    server = await startServer({ dataDir, env: { ...env(), PORT: new URL(url).port } });
    const { activity, ...verdict } = await judge();
    expect(verdict).toEqual({ valid: true, anomalyCounts: {}, examples: [] });
    expect(activity.acknowledged).toBe(150);
    expect(activity.acknowledged - before).toBeGreaterThanOrEqual(30);
    expect(activity.retried + activity.indeterminate).toBeGreaterThanOrEqual(1);
  });

  it("[RT4] [RT9] shows everything in order after it was away", async () => {
    const writer = await arrive("writer");
    writer.send("hello");
    await until(() => expect(writer.shown).toBeGreaterThan(1));
    const sleeper = await arrive("sleeper", writer.session ?? undefined);
    await until(() => expect(sleeper.shown).toBe(writer.shown));
    sleeper.close();
    // Long enough for several pages.
    for (let turn = 0; turn < 24; turn += 1) writer.send(`${turn} ${"x".repeat(15_000)}`);
    await until(() => expect(unsent()).toBe(0));
    open.delete("sleeper");
    const woken = await arrive("woken", writer.session ?? undefined);
    await until(() => expect(woken.shown).toBeGreaterThan(24));
    const { activity, ...verdict } = await judge();
    expect(verdict).toEqual({ valid: true, anomalyCounts: {}, examples: [] });
    expect(activity.acknowledged).toBe(25);
  });
});

const conversationOf = (stranger: Stranger | undefined) => stranger?.session?.conversationId ?? "";

/** As the referee compares them: only a visitor's own words have a client id and content. */
const loggedEvent = ({ seq, id, clientId, body }: Omit<News, "kind">): LoggedEvent => {
  const isOwn = clientId !== null && body?.type === "message.posted";
  const parts = isOwn && "parts" in body ? (body.parts as { text: string }[]) : [];
  const words = parts.map(({ text }) => text).join("\n");
  const hash = createHash("sha256").update(words).digest("hex").slice(0, 16);
  return { seq: seq ?? 0, eventId: id ?? "", clientId: isOwn ? (clientId ?? null) : null, hash };
};

const pickLogged = ({ seq, eventId, clientId, hash }: LoggedEvent): LoggedEvent => ({
  seq,
  eventId,
  clientId,
  hash,
});
