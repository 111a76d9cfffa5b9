import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pino } from "pino";
import * as Y from "yjs";
import type { DocJoinAck, DocUpdateAck, DocUpdated } from "#contract/doc.ts";
import { proposeDraft } from "#engine/actions/propose-draft.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { type Client, type World, anId, message, openWorld, until } from "./gateway-world.ts";

/* Two operators on two nodes edit the draft of one conversation over real sockets. */

const proposed = "It takes 2 days.";
const base64 = (update: Uint8Array) => Buffer.from(update).toString("base64");

describe("a shared draft", () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterEach(() => world.tidy());
  afterAll(() => world.close());

  /** A conversation with a draft that waits, two nodes, and who is there. */
  const scene = async () => {
    const { a, testDb } = world;
    const log = pino({ level: "silent" });
    const bus = makeMemoryBus(log);
    const nodes = [await world.node({}, bus), await world.node({}, bus)] as const;
    const visitor = await world.visitor(nodes[0], a);
    const conversationId = anId();
    await visitor.granted("message.post", message(conversationId, "How long does it take?"));
    const decisionId = anId();
    await testDb.db.tenant(a.tenantId, async (tx) => {
      await tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, confidence)
        values (${a.tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, 'draft', 'drafted', 0.8)`;
    });
    const envelope = {
      tenantId: a.tenantId,
      actor: { kind: "ai", id: null, name: "Xin" },
      decisionId,
      depth: 0,
      idempotencyKey: anId(),
      dryRun: false,
      traceparent: null,
      epoch: 1,
    } as const;
    const draft = { conversationId, decisionId, text: proposed, citations: [], confidence: 0.8 };
    await proposeDraft({ db: testDb.db, log, bus }, envelope, draft);
    const owner = await world.operator(nodes[0], a.members.owner);
    const operator = await world.operator(nodes[1], a.members.operator);
    const doc = { kind: "draft", id: decisionId } as const;
    const approve = (by: Client, text: string) =>
      by.ask<{ seq: number }>("draft.approve", {
        conversationId,
        clientId: anId(),
        decisionId,
        text,
      });
    return { nodes, visitor, conversationId, decisionId, doc, owner, operator, approve };
  };

  const join = async (client: Client, doc: { readonly kind: "draft"; readonly id: string }) => {
    const replica = new Y.Doc();
    const text = replica.getText("text");
    client.socket.on("doc.updated", ({ update }: DocUpdated) =>
      Y.applyUpdate(replica, Buffer.from(update, "base64")),
    );
    const joined = await client.granted<DocJoinAck>("doc.join", { doc, vector: "" });
    Y.applyUpdate(replica, Buffer.from(joined.state, "base64"));
    const write = (at: number, words: string) => {
      const before = Y.encodeStateVector(replica);
      text.insert(at, words);
      const update = base64(Y.encodeStateAsUpdate(replica, before));
      return client.ask<DocUpdateAck>("doc.update", { doc, update });
    };
    return { text, write, joined };
  };

  it("[DOC8] is written by two at once, outlives its nodes, and no visitor hears of it", async () => {
    const { nodes, visitor, doc, owner, operator, conversationId, approve } = await scene();
    const [one, two] = [await join(owner, doc), await join(operator, doc)];
    expect([one.joined.mayWrite, two.joined.mayWrite]).toEqual([true, true]);
    const answers = await Promise.all([one.write(0, "Hi. "), two.write(proposed.length, " Bye.")]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    const both = `Hi. ${proposed} Bye.`;
    await until(() => expect([one.text.toJSON(), two.text.toJSON()]).toEqual([both, both]));

    const act = { conversationId, clientId: anId() };
    const { memberId } = world.a.members.operator;
    await owner.granted("conversation.assign", { ...act, memberId });
    for (const node of nodes) await node.gateway.drain({ withinMs: 0 });
    const again = await world.operator(await world.node(), world.a.members.owner);
    const read = await join(again, doc);
    expect(read.text.toJSON()).toBe(both);
    expect(await approve(again, both)).toMatchObject({ ok: true });
    expect(visitor.heard("doc.updated")).toEqual([]);
    expect(JSON.stringify(visitor.heard("events.appended"))).not.toContain("Bye");
  });

  it("[DOC9] is sent as it was seen, once, and the other hears who did", async () => {
    const { visitor, doc, owner, operator, approve } = await scene();
    const [one, two] = [await join(owner, doc), await join(operator, doc)];
    await two.write(0, "Hi. ");
    expect(await approve(owner, proposed)).toMatchObject({
      ok: false,
      error: { kind: "conflict", message: expect.stringContaining("meanwhile") as string },
    });
    const seen = `Hi. ${proposed}`;
    await until(() => expect(one.text.toJSON()).toBe(seen));
    const answers = await Promise.all([approve(owner, seen), approve(operator, seen)]);
    const lost = answers.filter((answer) => !answer.ok);
    expect(lost).toHaveLength(1);
    const winner = world.a.members[answers[0].ok ? "owner" : "operator"].name;
    expect(lost[0]).toMatchObject({
      error: { kind: "conflict", message: `This draft is gone: it was sent by ${winner}.` },
    });
    await until(() =>
      expect(JSON.stringify(visitor.heard("events.appended"))).toContain(`"text":"${seen}"`),
    );
    expect(await one.write(0, "Late. ")).toMatchObject({ ok: false, error: { kind: "conflict" } });
    expect(two.text.toJSON()).toBe(seen);
  });

  it("[DOC8] tells one who may no longer answer, and is no draft to another workspace", async () => {
    const { nodes, doc, owner, operator } = await scene();
    const [one, two] = [await join(owner, doc), await join(operator, doc)];
    const { tenantId, members } = world.a;
    const setRole = (role: string) =>
      world.testDb.db.tenant(
        tenantId,
        (tx) => tx`update xin.members set role = ${role} where id = ${members.operator.memberId}`,
      );
    await setRole("viewer");
    try {
      expect(await two.write(0, "Mine. ")).toMatchObject({
        ok: false,
        error: { kind: "forbidden" },
      });
    } finally {
      await setRole("operator");
    }
    expect([one.text.toJSON(), two.text.toJSON()]).toEqual([proposed, `Mine. ${proposed}`]);
    const stranger = await world.operator(nodes[0], world.b.members.owner);
    for (const name of ["doc.join", "doc.update", "doc.point", "doc.read"]) {
      const more = { vector: "", update: "AAA=", place: null, from: 0 };
      expect(await stranger.ask(name, { doc, ...more })).toMatchObject({
        ok: false,
        error: { kind: "not_found" },
      });
    }
    const viewer = await join(await world.operator(nodes[1], members.viewer), doc);
    expect(viewer.joined.mayWrite).toBe(false);
    expect(viewer.text.toJSON()).toBe(proposed);
  });
});
