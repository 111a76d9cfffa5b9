import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { DocJoinAck, DocReadAck, DocUpdateAck, DocUpdated } from "#contract/doc.ts";
import type { DocThreadsAck } from "#contract/doc-thread.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { memberEnvelope } from "#engine/tenancy/member-envelope.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { pino } from "pino";
import { seeded } from "../support/seeded.ts";
import { type Client, type Node, type World, openWorld, until } from "./gateway-world.ts";

const text = defaultPolicyText("en");
const bytes = (base64: string) => Buffer.from(base64, "base64");
const base64 = (update: Uint8Array) => Buffer.from(update).toString("base64");

/** A page of tenant a. */
const aDoc = async (world: World) => {
  const { db } = world.testDb;
  const log = pino({ level: "silent" });
  const deps = { db, log, bus: makeMemoryBus(log) };
  const envelope = {
    ...systemEnvelope(world.a.tenantId, "test"),
    idempotencyKey: crypto.randomUUID(),
  };
  const actor = {
    kind: "member",
    id: world.a.members.owner.memberId,
    name: "O",
    role: "owner",
  } as const;
  const { policyId } = await createPolicy(deps, { ...envelope, actor }, { name: "Page", text });
  return { kind: "policy", id: policyId } as const;
};

/** The owner of tenant a, at work outside the page. */
const memberOf = ({ a }: World) =>
  memberEnvelope({ tenantId: a.tenantId, ...a.members.owner, role: "owner" });

/** A replica that keeps every rule: it sends what the server lacks until it is acknowledged. */
const openReplica = (doc: Awaited<ReturnType<typeof aDoc>>) => {
  const replica = new Y.Doc();
  const page = replica.getText("text");
  let client: Client | null = null;
  const join = async (to: Client) => {
    client = to;
    to.socket.on("doc.updated", ({ update }: DocUpdated) => Y.applyUpdate(replica, bytes(update)));
    const vector = base64(Y.encodeStateVector(replica));
    const joined = await to.granted<DocJoinAck>("doc.join", { doc, vector });
    let { state } = joined;
    while (state.length < joined.length) {
      state += (await to.granted<DocReadAck>("doc.read", { doc, from: state.length })).state;
    }
    Y.applyUpdate(replica, bytes(state));
    return joined;
  };
  const send = async (update: Uint8Array) => {
    if (client === null) throw new Error("not joined");
    return client.ask<DocUpdateAck>("doc.update", { doc, update: base64(update) });
  };
  return { replica, page, join, send };
};

describe("a document that several write", () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterEach(() => world.tidy());
  afterAll(() => world.close());

  const twoTabs = async (node: Node) => {
    const doc = await aDoc(world);
    const tabs = [openReplica(doc), openReplica(doc)] as const;
    for (const tab of tabs) await tab.join(await world.operator(node, world.a.members.owner));
    return { doc, tabs };
  };
  const change = (page: Y.Text, act: () => void): Uint8Array => {
    const { doc } = page;
    if (doc === null) throw new Error("no document");
    const before = Y.encodeStateVector(doc);
    act();
    return Y.encodeStateAsUpdate(doc, before);
  };

  it("[DOC1] begins with the newest version, and both tabs of one person write", async () => {
    const { tabs } = await twoTabs(await world.node());
    const [a, b] = tabs;
    expect([a.page.toJSON(), b.page.toJSON()]).toEqual([text, text]);
    const typed = [
      change(a.page, () => a.page.insert(0, "A")),
      change(b.page, () => b.page.insert(0, "B")),
    ] as const;
    expect(await a.send(typed[0])).toMatchObject({ ok: true, seq: 2 });
    expect(await b.send(typed[1])).toMatchObject({ ok: true, seq: 3 });
    await until(() => expect(a.page.toJSON()).toBe(b.page.toJSON()));
    expect(a.page.length).toBe(text.length + 2);
  });

  it("[DOC2] has in the database what it has acknowledged", async () => {
    const node = await world.node();
    const { doc, tabs } = await twoTabs(node);
    const [a] = tabs;
    const update = change(a.page, () => a.page.insert(3, "kept"));
    expect(await a.send(update)).toMatchObject({ ok: true });
    const other = openReplica(doc);
    await other.join(await world.operator(await world.node(), world.a.members.viewer));
    expect(other.page.toJSON()).toBe(a.page.toJSON());
  });

  it("[DOC3] lets a viewer read, and says so to one who loses the role while writing", async () => {
    const node = await world.node();
    const { doc, tabs } = await twoTabs(node);
    const [a, b] = tabs;
    const viewer = openReplica(doc);
    const joined = await viewer.join(await world.operator(node, world.a.members.viewer));
    expect(joined.mayWrite).toBe(false);
    const written = change(viewer.page, () => viewer.page.insert(0, "no"));
    expect(await viewer.send(written)).toMatchObject({ ok: false, error: { kind: "forbidden" } });

    const { memberId } = world.a.members.owner;
    const setRole = (role: string) =>
      world.testDb.db.tenant(
        world.a.tenantId,
        (tx) => tx`update xin.members set role = ${role} where id = ${memberId}`,
      );
    const late = change(a.page, () => a.page.insert(0, "late"));
    await setRole("operator");
    try {
      expect(await a.send(late)).toMatchObject({ ok: false, error: { kind: "forbidden" } });
    } finally {
      await setRole("owner");
    }
    expect(b.page.toJSON()).toBe(text);
    expect(await a.send(late)).toMatchObject({ ok: true });
    await until(() => expect(b.page.toJSON()).toBe(`late${text}`));
  });

  it("[DOC3] refuses who may not write among those whose changes come together", async () => {
    const node = await world.node();
    const { doc, tabs } = await twoTabs(node);
    const [a, b] = tabs;
    const viewer = openReplica(doc);
    await viewer.join(await world.operator(node, world.a.members.viewer));
    const written = [
      change(a.page, () => a.page.insert(0, "A")),
      change(viewer.page, () => viewer.page.insert(0, "no")),
      change(b.page, () => b.page.insert(0, "B")),
    ] as const;
    const answers = await Promise.all([
      a.send(written[0]),
      viewer.send(written[1]),
      b.send(written[2]),
    ]);
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, error: { kind: "forbidden" } },
      { ok: true },
    ]);
    const seqs = answers.flatMap((answer) => (answer.ok ? [answer.seq] : []));
    expect(seqs.toSorted((one, other) => one - other)).toEqual([2, 3]);
    const late = openReplica(doc);
    await late.join(await world.operator(await world.node(), world.a.members.viewer));
    expect(late.page.toJSON()).toHaveLength(text.length + 2);
    const rows = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx`select distinct member_id as id from xin.doc_clients where doc_id = ${doc.id}`,
    );
    expect(rows.map(({ id }) => id as string)).toEqual([world.a.members.owner.memberId]);
  });

  it("[DOC4] refuses what builds on changes that are missing, and somebody else's client", async () => {
    const { tabs } = await twoTabs(await world.node());
    const [a] = tabs;
    const first = change(a.page, () => a.page.insert(0, "1"));
    const second = change(a.page, () => a.page.insert(1, "2"));
    expect(await a.send(second)).toMatchObject({ ok: false, error: { kind: "conflict" } });
    expect(await a.send(first)).toMatchObject({ ok: true });
    expect(await a.send(second)).toMatchObject({ ok: true });
    const rows = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx`select distinct member_id as id from xin.doc_clients`,
    );
    expect(rows.map(({ id }) => id as string)).toEqual([world.a.members.owner.memberId]);
    await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx`insert into xin.doc_clients (tenant_id, kind, doc_id, client, member_id)
        select tenant_id, kind, id, 4242, ${world.a.members.viewer.memberId} from xin.docs`,
    );
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(a.replica));
    forged.clientID = 4242;
    const update = change(forged.getText("text"), () => forged.getText("text").insert(0, "x"));
    expect(await a.send(update)).toMatchObject({ ok: false, error: { kind: "conflict" } });
  });

  it("[DOC5] shows where the others stand, by the name of their session", async () => {
    const node = await world.node();
    const doc = await aDoc(world);
    const [a, b] = [
      await world.operator(node, world.a.members.owner),
      await world.operator(node, world.a.members.viewer),
    ];
    await a.granted("doc.join", { doc, vector: "" });
    await b.granted("doc.join", { doc, vector: "" });
    await b.granted("doc.point", { doc, place: { anchor: "{}", head: "{}" } });
    await until(() =>
      expect(a.heard("doc.pointed")).toMatchObject([
        { gone: false, peer: { name: world.a.members.viewer.name } },
      ]),
    );
    b.socket.close();
    await until(() => expect(a.heard("doc.pointed").at(-1)).toMatchObject({ gone: true }));
  });

  it.each([1, 2, 3])(
    "[DOC6] converges through losses, repetitions and nodes that end, seed %i",
    async (seed) => {
      const random = seeded(seed);
      const log = pino({ level: "silent" });
      const bus = makeMemoryBus(log);
      let nodes = [await world.node({}, bus), await world.node({}, bus)];
      const doc = await aDoc(world);
      const replicas = [openReplica(doc), openReplica(doc), openReplica(doc)];
      const unsent: Uint8Array[][] = replicas.map(() => []);
      const pick = (count: number) => Math.floor(random() * count);
      const clients: (Client | null)[] = [null, null, null];
      const join = async (index: number) => {
        const node = nodes[pick(nodes.length)];
        const replica = replicas[index];
        if (node === undefined || replica === undefined) throw new Error("nobody");
        clients[index]?.socket.close();
        const client = await world.operator(node, world.a.members.owner);
        clients[index] = client;
        await replica.join(client);
      };
      for (const index of replicas.keys()) await join(index);
      let acknowledged = 0;
      const sendAll = async (index: number) => {
        for (const update of unsent[index]?.splice(0) ?? []) {
          const answer = await replicas[index]?.send(update);
          expect(answer).toMatchObject({ ok: true });
          acknowledged += 1;
          if (random() < 0.2) await replicas[index]?.send(update);
        }
      };
      for (let step = 0; step < 60; step += 1) {
        const index = pick(3);
        const page = replicas[index]?.page;
        if (page === undefined) throw new Error("no page");
        const at = pick(page.length + 1);
        const isDeletion = random() < 0.3 && at < page.length;
        unsent[index]?.push(
          change(page, () => (isDeletion ? page.delete(at, 1) : page.insert(at, `${step};`))),
        );
        const luck = random();
        if (luck < 0.5) await sendAll(index);
        else if (luck < 0.65) await join(index);
        else if (luck < 0.7) {
          // A node ends; its clients find another, which reads the database.
          const ended = nodes[0];
          nodes = [...nodes.slice(1), await world.node({}, bus)];
          for (const other of replicas.keys()) await join(other);
          await ended?.gateway.drain({ withinMs: 0 });
        }
      }
      for (const index of replicas.keys()) {
        await join(index);
        await sendAll(index);
      }
      expect(acknowledged).toBe(60);
      const states = () => replicas.map(({ page }) => page.toJSON());
      await until(() => expect(new Set(states()).size).toBe(1));
      const fresh = openReplica(doc);
      await fresh.join(await world.operator(await world.node(), world.a.members.viewer));
      expect(fresh.page.toJSON()).toBe(states()[0]);
    },
    60_000,
  );

  it("[DOC7] opens from a snapshot, in pieces when it is long", async () => {
    const node = await world.node();
    const { doc, tabs } = await twoTabs(node);
    const [a] = tabs;
    const client = (await world.operator(node, world.a.members.owner)) satisfies Client;
    await client.granted("doc.join", { doc, vector: "" });
    const updates = Array.from({ length: 260 }, (_, index) =>
      change(a.page, () => a.page.insert(index, "long ".repeat(200))),
    );
    for (const update of updates) {
      await until(async () => expect(await a.send(update)).toMatchObject({ ok: true }));
    }
    const [row] = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx`select snapshot_seq as seq from xin.docs where id = ${doc.id}`,
    );
    expect(row?.["seq"]).toBeGreaterThanOrEqual(200);
    const late = openReplica(doc);
    const joined = await late.join(
      await world.operator(await world.node(), world.a.members.viewer),
    );
    expect(joined.length).toBeGreaterThan(joined.state.length);
    expect(late.page.toJSON()).toBe(a.page.toJSON());
  }, 60_000);

  it("[DOC16] takes a version that is saved elsewhere into the page, beside what is not saved", async () => {
    const log = pino({ level: "silent" });
    const bus = makeMemoryBus(log);
    const node = await world.node({}, bus);
    const { doc, tabs } = await twoTabs(node);
    const [a, b] = tabs;
    const watcher = await world.operator(node, world.a.members.viewer);
    await watcher.granted("doc.join", { doc, vector: "" });
    await a.send(change(a.page, () => a.page.insert(a.page.length, "\nNot saved yet.\n")));
    const caret = Y.createRelativePositionFromTypeIndex(a.page, a.page.length - 5);
    const saved = text.replace("## Tone", "## Tone\n\nFrom the file.");
    expect(saved).not.toBe(text);
    const deps = { db: world.testDb.db, log, bus };
    const input = { policyId: doc.id, text: saved, note: null };
    await savePolicyVersion(deps, memberOf(world), input);
    const wanted = `${saved}\nNot saved yet.\n`;
    for (const { page } of tabs) await until(() => expect(page.toJSON()).toBe(wanted));
    const place = Y.createAbsolutePositionFromRelativePosition(caret, b.replica);
    expect(place?.index).toBe(wanted.length - 5);
    await until(() => expect(watcher.heard("doc.versioned")).toEqual([{ doc, version: 2 }]));
    const [row] = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) =>
        tx`select author_id as id from xin.doc_updates where doc_id = ${doc.id} order by seq desc limit 1`,
    );
    expect(row?.["id"]).toBe(world.a.members.owner.memberId);
  });

  it("[DOC16] keeps what both changed, and shows the version's words as a suggestion", async () => {
    const node = await world.node();
    const { doc, tabs } = await twoTabs(node);
    const [a] = tabs;
    const reader = await world.operator(node, world.a.members.owner);
    await a.send(change(a.page, () => a.page.insert(text.indexOf("## Tone"), "Ours: ")));
    const before = a.page.toJSON();
    // A command: nobody hears of it over the bus.
    const log = pino({ level: "silent" });
    const deps = { db: world.testDb.db, log, bus: makeMemoryBus(log) };
    const end = "\n## Delivery\n\nName the usual time.\n";
    const saved = `${text.replace("## Tone", "## Manner")}${end}`;
    const input = { policyId: doc.id, text: saved, note: null };
    await savePolicyVersion(deps, systemEnvelope(world.a.tenantId, "test"), input);
    await until(() => expect(a.page.toJSON()).toBe(before + end));
    const { threads } = await reader.granted<DocThreadsAck>("doc.threads", { doc });
    expect(threads).toMatchObject([
      {
        sort: "suggestion",
        state: "open",
        author: null,
        quote: "Ours: ## Tone\n",
        proposed: "## Manner\n",
      },
    ]);
    // And the page goes on: what is written on top of it is taken.
    const more = change(a.page, () => a.page.insert(0, "!"));
    expect(await a.send(more)).toMatchObject({ ok: true });
  });
});
