import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db, Tx } from "#db/client.ts";
import { readEvents, readLog } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type OpenedConversation,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { queueLimits } from "./append-queue.ts";
import { assign } from "./assign.ts";
import { postMessage } from "./post-message.ts";
import { toWireError } from "./wire-error.ts";

describeEngines("the append queue", (open) => {
  let database: TestDb;
  let db: Db;

  beforeAll(async () => {
    database = await open();
    ({ db } = database);
  });
  afterAll(() => database.close());

  const openMany = (workspace: TestWorkspace, count: number) =>
    Promise.all(Array.from({ length: count }, () => workspace.openConversation()));
  const post = (workspace: TestWorkspace, { conversationId, contact }: OpenedConversation, n = 0) =>
    postMessage(workspace.deps, contact.as(), {
      conversationId,
      parts: text(`Message ${n}`),
      note: false,
    });
  const wholeLog = ({ tenantId }: TestWorkspace) =>
    db.tenant(tenantId, (tx) => readLog(tx, { after: 0, limit: 10_000 }));

  it("keeps 200 concurrent messages over 10 conversations gap-free and in order", async () => {
    const workspace = await makeTestWorkspace(db);
    const conversations = await openMany(workspace, 10);
    const posts = Array.from({ length: 200 }, (_, n) => {
      const conversation = conversations[n % 10];
      if (conversation === undefined) throw new Error("ten conversations were opened");
      return post(workspace, conversation, n);
    });
    const outcomes = await Promise.all(posts);

    for (const [index, { conversationId }] of conversations.entries()) {
      const mine = outcomes.filter((_, n) => n % 10 === index);
      expect(mine.map((outcome) => outcome.seq)).toEqual(mine.map((_, n) => n + 3));
      const { events } = await db.tenant(workspace.tenantId, (tx) =>
        readEvents(tx, conversationId, { after: 0, limit: 100, audience: "team" }),
      );
      expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
      const words = events.map(({ body }) => body.type === "message.posted" && body.parts[0]?.text);
      expect(words.slice(2)).toEqual(mine.map((_, n) => `Message ${n * 10 + index}`));
    }
    const { events } = await wholeLog(workspace);
    expect(events.map((event) => event.position)).toEqual(events.map((_, n) => n + 1));
    const told = workspace.published.flatMap((message) =>
      message.type === "committed" ? message.events : [],
    );
    expect(new Set(told.map((event) => event.id))).toEqual(
      new Set(events.map((event) => event.id)),
    );
    expect(told).toHaveLength(events.length);
  });

  it("answers duplicates inside a batch and against the table with the first seq", async () => {
    const workspace = await makeTestWorkspace(db);
    const { conversationId, contact } = await workspace.openConversation();
    const keys = [newId(), newId()];
    const send = (round: number) =>
      keys.map((key) =>
        postMessage(workspace.deps, contact.as(key), {
          conversationId,
          parts: text(`Round ${round}`),
          note: false,
        }),
      );
    const inside = await Promise.all([...send(0), ...send(1)]);
    const later = await Promise.all(send(2));
    const answers = [...inside, ...later].map(({ seq, duplicate }) => [seq, duplicate]);
    expect(answers).toEqual([
      [3, false],
      [4, false],
      [3, true],
      [4, true],
      [3, true],
      [4, true],
    ]);
  });

  it("fails a bad row alone, also one that the database refuses", async () => {
    const workspace = await makeTestWorkspace(db);
    const conversations = await openMany(workspace, 4);
    const [first] = conversations;
    const { conversationId } = first ?? { conversationId: "" };
    const unstorable = { kind: "api", id: "\0", name: null, role: "operator" } as const;
    const settled = await Promise.allSettled([
      ...conversations.map((conversation) => post(workspace, conversation)),
      postMessage(
        workspace.deps,
        { ...workspace.asAi(1), actor: unstorable },
        { conversationId, parts: text("Bad"), note: true },
      ),
      ...conversations.map((conversation) => post(workspace, conversation)),
    ]);
    const seqs = settled.map((one) => (one.status === "fulfilled" ? one.value.seq : "failed"));
    expect(seqs).toEqual([3, 3, 3, 3, "failed", 4, 4, 4, 4]);
    const failure = settled.find((one) => one.status === "rejected");
    expect(toWireError(failure?.reason)).toMatchObject({ kind: "internal" });
  });

  it("finds a conversation by its key, with a plan made while there were few", async () => {
    const workspace = await makeTestWorkspace(db);
    const { tenantId, channelId, deps } = workspace;
    const [first] = await openMany(workspace, 20);
    if (first === undefined) throw new Error("conversations were opened");
    await db.tenant(
      tenantId,
      (tx) => tx`
        insert into xin.conversations (tenant_id, id, channel_id, contact_id, locale, mode)
        select ${tenantId}, gen_random_uuid(), ${channelId}, ${first.contact.id}, 'en', 'off'
        from generate_series(1, 2000)`,
    );
    const read: number[] = [];
    const rowsRead = async (tx: Tx): Promise<number> => {
      const [row] = await tx<{ rows: number }[]>`
        select idx_tup_fetch::int as rows from pg_stat_xact_user_tables
        where schemaname = 'xin' and relname = 'conversations'`;
      return row?.rows ?? 0;
    };
    const counted = async <T>(tx: Tx, run: (tx: Tx) => Promise<T>): Promise<T> => {
      const before = await rowsRead(tx);
      const result = await run(tx);
      read.push((await rowsRead(tx)) - before);
      return result;
    };
    const tenant: Db["tenant"] = (id, run) => db.tenant(id, (tx) => counted(tx, run));
    const once: Db["once"] = (write) => db.lookup((tx) => counted(tx, async () => write(tx)));
    const node = { ...workspace, deps: { ...deps, db: { ...db, tenant, once } } };
    // The second is decided on what is remembered of the first.
    for (let n = 0; n < 2; n += 1) await post(node, first);
    expect(read).toHaveLength(2);
    expect(Math.min(...read)).toBeGreaterThan(0);
    expect(Math.max(...read)).toBeLessThan(20);
  });

  it("refuses what is too much, and stores the rest", async () => {
    const workspace = await makeTestWorkspace(db);
    const [conversation] = await openMany(workspace, 1);
    if (conversation === undefined) throw new Error("a conversation was opened");
    const extra = 25;
    const settled = await Promise.allSettled(
      Array.from({ length: queueLimits.queuedActs + extra }, () => post(workspace, conversation)),
    );
    const refused = settled.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(extra);
    expect(toWireError(refused[0]?.reason)).toEqual({
      kind: "overloaded",
      message: expect.any(String),
      retryAfterMs: queueLimits.retryAfterMs,
    });
    const { events } = await wholeLog(workspace);
    expect(events).toHaveLength(queueLimits.queuedActs + 2);
    expect(await post(workspace, conversation)).toMatchObject({ duplicate: false });
  });

  it("refuses what would wait too long, says how long, and stores the rest", async () => {
    const workspace = await makeTestWorkspace(db);
    const [conversation] = await openMany(workspace, 1);
    if (conversation === undefined) throw new Error("a conversation was opened");
    const batchMs = 1_100;
    const pause = () => new Promise((resolve) => void setTimeout(resolve, batchMs));
    const tenant: Db["tenant"] = async (...call) => pause().then(() => db.tenant(...call));
    const once: Db["once"] = async (...call) => pause().then(() => db.once(...call));
    const slow = { ...workspace, deps: { ...workspace.deps, db: { ...db, tenant, once } } };
    const { batchActs } = queueLimits;
    const postMany = (count: number) =>
      Array.from({ length: count }, () => post(slow, conversation));
    // All but one are in the first batch; nothing is known of the pace before it ends.
    const early = postMany(batchActs + 1);
    await early[0];
    const late = await Promise.allSettled(postMany(3 * batchActs));
    await Promise.all(early);

    const refused = late.filter((one) => one.status === "rejected");
    // Two batches would take longer than anybody should wait, one may always wait.
    expect(refused.length).toBeGreaterThan(batchActs);
    expect(refused.length).toBeLessThanOrEqual(2 * batchActs + 1);
    for (const { reason } of refused) {
      const error = toWireError(reason);
      expect(error.kind).toBe("overloaded");
      expect(error.retryAfterMs).toBeGreaterThan(queueLimits.longestWaitMs);
    }
    const { events } = await wholeLog(workspace);
    expect(events).toHaveLength(2 + early.length + late.length - refused.length);
  });

  it("shows a reader by position every event, in order, while others commit", async () => {
    const workspace = await makeTestWorkspace(db);
    const anna = await workspace.addPerson("Anna", "operator");
    const conversations = await openMany(workspace, 6);
    // A second queue, as on another node.
    const other = { ...workspace, deps: { ...workspace.deps, bus: { ...workspace.deps.bus } } };
    let writing = true;
    const read: { id: string; position: number }[] = [];
    const reader = async () => {
      let after = 0;
      for (;;) {
        const last = !writing;
        const log = await db.tenant(workspace.tenantId, (tx) => readLog(tx, { after, limit: 7 }));
        read.push(...log.events);
        if (last && log.position === after) return;
        after = log.position;
      }
    };
    const writer = async (node: TestWorkspace, conversation: OpenedConversation) => {
      const { conversationId } = conversation;
      for (let n = 0; n < 15; n++) {
        await post(node, conversation, n);
        const memberId = n % 2 === 0 ? anna.id : null;
        await assign(node.deps, anna.as(), { conversationId, memberId });
      }
    };
    const following = reader();
    await Promise.all(
      [workspace, other].flatMap((node) =>
        conversations.map((conversation) => writer(node, conversation)),
      ),
    );
    writing = false;
    await following;
    const { events } = await wholeLog(workspace);
    expect(events.length).toBeGreaterThan(200);
    expect(read.map((event) => event.position)).toEqual(events.map((_, n) => n + 1));
    expect(read.map((event) => event.id)).toEqual(events.map((event) => event.id));
  });
});
