import { afterAll, beforeAll, expect, it } from "vitest";
import { behindOthers } from "#db/behind-others.ts";
import type { Db } from "#db/client.ts";
import { unavailable } from "#db/errors.ts";
import { readEvents, readLog } from "#db/reads/events.ts";
import { appendKnown } from "#db/writes/append-known.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type OpenedConversation,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Envelope } from "./envelope.ts";
import { postMessage } from "./post-message.ts";
import { resolve } from "./resolve.ts";
import { takeOver } from "./take-over.ts";

describeEngines("an append on remembered conversations", (open) => {
  let database: TestDb;
  let db: Db;
  let workspace: TestWorkspace;
  let conversation: OpenedConversation;
  /** Two processes: what one writes, the other does not hear. Both have written to the conversation. */
  let one: ActionDeps;
  let other: ActionDeps;

  beforeAll(async () => {
    database = await open();
    ({ db } = database);
    workspace = await makeTestWorkspace(db);
  });
  afterAll(() => database.close());

  const begin = async () => {
    conversation = await workspace.openConversation();
    one = nodeOn(db);
    other = nodeOn(db);
    await say(one);
    await say(other);
  };
  const nodeOn = (of: Db): ActionDeps => ({
    ...workspace.deps,
    db: of,
    bus: makeMemoryBus(workspace.deps.log),
  });
  const post = (node: ActionDeps, env: Envelope, note = false) =>
    postMessage(node, env, {
      conversationId: conversation.conversationId,
      parts: text("Hello"),
      note,
    });
  const say = (node: ActionDeps, key?: string) => post(node, conversation.contact.as(key));
  const log = async () => {
    const { events } = await db.tenant(workspace.tenantId, (tx) =>
      readEvents(tx, conversation.conversationId, { after: 0, limit: 100, audience: "team" }),
    );
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
    return events;
  };

  it("takes one statement, and what is told is what is stored", async () => {
    const calls: string[] = [];
    const tenant: Db["tenant"] = (...call) => {
      calls.push("transaction");
      return db.tenant(...call);
    };
    const once: Db["once"] = (...call) => {
      calls.push("statement");
      return db.once(...call);
    };
    await begin();
    const node = nodeOn({ ...db, tenant, once });
    await say(node);
    const outcome = await say(node);
    expect(calls).toEqual(["transaction", "statement"]);
    const stored = (await log()).at(-1);
    expect(stored).toMatchObject(outcome.events[0] ?? {});
    expect(Date.parse(outcome.events[0]?.at ?? "")).not.toBeNaN();
  });

  it("knows what this process wrote by another way to the database", async () => {
    await begin();
    let statements = 0;
    const once: Db["once"] = (...call) => {
      statements += 1;
      return db.once(...call);
    };
    const anna = await workspace.addPerson("Anna", "operator");
    await takeOver({ ...other, db: behindOthers(db) }, anna.as(), {
      conversationId: conversation.conversationId,
    });
    expect(await say({ ...other, db: { ...db, once } })).toMatchObject({ seq: 6 });
    expect(statements).toBe(1);
  });

  it("keeps the order of two processes that write to one conversation", async () => {
    await begin();
    const writes = Array.from({ length: 20 }, (_, n) => say(n % 2 === 0 ? one : other));
    const seqs = (await Promise.all(writes)).map(({ seq }) => seq);
    expect(seqs.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(seqs.map((_, n) => n + 5));
    expect(await log()).toHaveLength(24);
  });

  it("refuses what was computed before custody changed elsewhere", async () => {
    await begin();
    const anna = await workspace.addPerson("Anna", "operator");
    await post(one, workspace.asAutomation(1));
    await takeOver(other, anna.as(), { conversationId: conversation.conversationId });
    await expect(post(one, workspace.asAutomation(1))).rejects.toMatchObject({
      kind: "stale_epoch",
    });
    await expect(post(one, workspace.asAutomation(2))).resolves.toMatchObject({ seq: 7 });
    expect((await log()).map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 1, 2, 2]);
  });

  it("accepts what is computed after custody changed elsewhere", async () => {
    await begin();
    const anna = await workspace.addPerson("Anna", "operator");
    await takeOver(other, anna.as(), { conversationId: conversation.conversationId });
    await expect(post(one, workspace.asAutomation(2))).resolves.toMatchObject({ seq: 6 });
  });

  it("opens a conversation again that was closed elsewhere", async () => {
    await begin();
    const anna = await workspace.addPerson("Anna", "operator");
    await resolve(other, anna.as(), { conversationId: conversation.conversationId });
    await say(one);
    const types = (await log()).map(({ body }) => body.type);
    expect(types.slice(4)).toEqual([
      "conversation.resolved",
      "conversation.reopened",
      "message.posted",
    ]);
  });

  it("gives a retry its first answer, wherever it was first stored", async () => {
    await begin();
    const [here, there] = [newId(), newId()];
    await say(one, here);
    await say(other, there);
    // What is remembered is older than the first answer, and then as new as the log.
    expect(await say(one, there)).toMatchObject({ seq: 6, duplicate: true });
    await say(one);
    expect(await say(one, there)).toMatchObject({ seq: 6, duplicate: true });
    expect(await say(one, here)).toMatchObject({ seq: 5, duplicate: true });
    expect(await log()).toHaveLength(7);
  });

  it("asks anew who may write", async () => {
    await begin();
    const anna = await workspace.addPerson("Anna", "operator");
    await post(one, anna.as(), true);
    const env = anna.as();
    const viewer: Envelope = { ...env, actor: { ...env.actor, role: "viewer" } };
    await expect(post(one, viewer, true)).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = await workspace.addContact();
    await expect(post(one, stranger.as())).rejects.toMatchObject({ kind: "not_found" });
    const { tenantId } = await makeTestWorkspace(db);
    await expect(post(one, { ...anna.as(), tenantId }, true)).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await log()).toHaveLength(5);
  });

  it("finds nothing under another tenant, whatever is believed", async () => {
    await begin();
    const { tenantId } = await makeTestWorkspace(db);
    const { position } = await db.tenant(workspace.tenantId, (tx) =>
      readLog(tx, { after: 0, limit: 1_000 }),
    );
    const known = [{ id: conversation.conversationId, position }];
    const append = (tenant: string) =>
      appendKnown(db, tenant, { known, acts: [] }, { events: [], rows: [] });
    expect(await append(tenantId)).toBeNull();
    expect(await append(workspace.tenantId)).not.toBeNull();
  });

  it("remembers nothing of a batch that was rolled back", async () => {
    await begin();
    const unstorable = { kind: "api", id: "\0", name: null, role: "operator" } as const;
    const settled = await Promise.allSettled([
      say(one),
      say(one),
      post(one, { ...conversation.contact.as(), actor: unstorable }, true),
      say(one),
    ]);
    expect(settled.map((end) => (end.status === "fulfilled" ? end.value.seq : null))).toEqual([
      5,
      6,
      null,
      7,
    ]);
    expect(await say(one)).toMatchObject({ seq: 8 });
    expect(await log()).toHaveLength(8);
  });

  it("stores once what was committed when its answer was lost", async () => {
    await begin();
    let loses = false;
    const once: Db["once"] = async (...call) => {
      const rows = await db.once(...call);
      if (loses) throw unavailable("connection", "unknown");
      return rows;
    };
    const node = nodeOn({ ...db, once });
    await say(node);
    loses = true;
    const key = newId();
    await expect(say(node, key)).rejects.toMatchObject({ outcome: "unknown" });
    loses = false;
    expect(await say(node, key)).toMatchObject({ seq: 6, duplicate: true });
    expect(await say(node)).toMatchObject({ seq: 7 });
    expect(await log()).toHaveLength(7);
  });
});
