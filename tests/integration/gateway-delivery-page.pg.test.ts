import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DeliveryCheckAck, DeliveryChecked } from "#contract/delivery-check.ts";
import type { DeliveryMinutes, DeliveryReadAck } from "#contract/delivery-read.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { EventsAppended } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { makeRedisBus } from "#realtime/bus/redis-bus.ts";
import { type TcpGate, openTcpGate } from "../fakes/tcp-gate.ts";
import { type Client, type World, anId, message, openWorld, until } from "./gateway-world.ts";

let world: World;
const gates: TcpGate[] = [];
beforeAll(async () => void (world = await openWorld()));
afterEach(async () => {
  await world.tidy();
  for (const gate of gates.splice(0)) await gate.close();
});
afterAll(() => world.close());

const log = pino({ level: "silent" });

/** Two gateways that hear one another, as two processes would. */
const twoNodes = async () => {
  const bus = makeMemoryBus(log);
  return { bus, left: await world.node({}, bus), right: await world.node({}, bus) };
};

const read = (operator: Client) => operator.granted<DeliveryReadAck>("delivery.read", {});

const totals = ({ minutes }: DeliveryReadAck) => {
  const { since: _, ...series } = minutes;
  return Object.fromEntries(
    Object.entries(series).map(([name, counts]) => [name, counts.reduce((a, b) => a + b, 0)]),
  ) as Record<keyof Omit<DeliveryMinutes, "since">, number>;
};

/** Runs a self-check to its end, as a browser that answers probes. */
const check = async (operator: Client) => {
  operator.forget();
  operator.socket.off("delivery.probe");
  operator.socket.on("delivery.probe", (_: unknown, ack: () => void) => ack());
  const checkId = anId();
  const { nodes } = await operator.granted<DeliveryCheckAck>("delivery.check", { checkId });
  await until(() =>
    expect(operator.heard<DeliveryChecked>("delivery.checked")).toHaveLength(nodes.length),
  );
  const results = operator.heard<DeliveryChecked>("delivery.checked");
  for (const result of results) expect(result.checkId).toBe(checkId);
  return { nodes, results };
};

describe("the figures of the last hour", () => {
  it("[RT41] are added up over the nodes, each counted once", async () => {
    const { left, right } = await twoNodes();
    const visitor = await world.visitor(left, world.a);
    const operator = await world.operator(right, world.a.members.operator);
    const before = totals(await read(operator));
    const id = visitor.session.conversationId;
    const first = message(id, "hello");
    await visitor.granted<MessagePostAck>("message.post", first);
    await operator.granted("conversation.join", { conversationId: id });
    const { seq } = await operator.granted<MessagePostAck>("message.post", message(id, "hi"));
    expect(await visitor.granted("message.post", first)).toMatchObject({ duplicate: true });
    expect(await visitor.ask("message.post", message(id, " "))).toMatchObject({ ok: false });
    const seqsOf = (client: Client) =>
      client.heard<EventsAppended>("events.appended").flatMap(({ events }) => events);
    await until(() => expect(seqsOf(visitor).at(-1)?.seq).toBe(seq));
    await until(() => expect(seqsOf(operator).at(-1)?.seq).toBe(seq));
    const page = await operator.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 0,
    });
    const told = seqsOf(visitor).length + seqsOf(operator).length + page.events.length;
    const after = await read(operator);
    const now = totals(after);
    // The blank one was asked for and is not stored; the retry is the same message.
    expect(now.sent - before.sent).toBe(3);
    expect(now.acked - before.acked).toBe(2);
    expect(now.duplicates - before.duplicates).toBe(1);
    expect(now.delivered - before.delivered).toBe(told);
    expect(after.minutes.sent).toHaveLength(60);
  });

  it("[RT41] name every node with this workspace's sockets on it", async () => {
    const { left, right } = await twoNodes();
    await world.visitor(left, world.a);
    await world.visitor(left, world.b);
    const operator = await world.operator(right, world.a.members.operator);
    const { nodes, here } = await read(operator);
    const named = (url: string) => nodes.find(({ name }) => name.endsWith(new URL(url).port));
    expect(nodes).toHaveLength(2);
    expect(named(left.url)).toMatchObject({ state: "serving", visitors: 1, operators: 0 });
    expect(named(right.url)).toMatchObject({ id: here, visitors: 0, operators: 1, link: "alone" });
    for (const { databaseMs } of nodes) expect(databaseMs).toBeGreaterThan(0);
  });

  it("[RT41] leave out a node that does not answer, and say so", async () => {
    const { bus, right } = await twoNodes();
    const node = { id: anId(), name: "frozen:1", role: "realtime", version: "0.1.0" } as const;
    bus.publish({ type: "node.alive", node: { ...node, draining: false, link: "linked" } });
    const operator = await world.operator(right, world.a.members.operator);
    const { nodes } = await read(operator);
    expect(nodes.find(({ name }) => name === "frozen:1")).toMatchObject({
      state: "silent",
      databaseMs: null,
      visitors: null,
    });
    bus.publish({ type: "node.gone", nodeId: node.id });
    expect((await read(operator)).nodes).toHaveLength(2);
  });

  it("[RT40] take in what clients notice: cut, limited, and shown to their own workspace alone", async () => {
    const { left, right } = await twoNodes();
    const visitor = await world.visitor(left, world.a);
    const operator = await world.operator(right, world.a.members.operator);
    const stranger = await world.operator(right, world.b.members.operator);
    const [ours, theirs] = [totals(await read(operator)), totals(await read(stranger))];
    const report = { received: 4, gaps: 1, duplicates: 2, resyncs: 3 };
    await visitor.granted("delivery.report", report);
    const lie = { received: 2 ** 40, gaps: 0, duplicates: 0, resyncs: 0 };
    await visitor.granted("delivery.report", lie);
    expect(await visitor.ask("delivery.report", report)).toMatchObject({
      ok: false,
      error: { kind: "overloaded" },
    });
    for (const bad of [{}, { ...report, gaps: -1 }, { ...report, gaps: 0.5 }]) {
      expect(await operator.ask("delivery.report", bad)).toMatchObject({
        ok: false,
        error: { kind: "invalid" },
      });
    }
    const now = totals(await read(operator));
    expect(now.received - ours.received).toBe(10_004);
    expect(now.gaps - ours.gaps).toBe(1);
    expect(now.duplicates - ours.duplicates).toBe(2);
    expect(now.resyncs - ours.resyncs).toBe(3);
    expect(totals(await read(stranger))).toEqual(theirs);
  });

  it("[RT41] are for those who answer people", async () => {
    const { left } = await twoNodes();
    const viewer = await world.operator(left, world.a.members.viewer);
    for (const [name, request] of [
      ["delivery.read", {}],
      ["delivery.check", { checkId: anId() }],
    ] as const) {
      expect(await viewer.ask(name, request)).toMatchObject({
        ok: false,
        error: { kind: "forbidden" },
      });
    }
  });
});

describe("the self-check", () => {
  const stored = () =>
    world.testDb.db.tenant(world.a.tenantId, async (tx) =>
      JSON.stringify([
        await tx`select * from xin.conversations order by id`,
        await tx`select * from xin.events order by position`,
        await tx`select * from xin.tenant_positions`,
      ]),
    );

  it("[RT42] goes through every node to the database and the browser, and stores nothing", async () => {
    const { left, right } = await twoNodes();
    const operator = await world.operator(right, world.a.members.operator);
    const before = await stored();
    const { nodes, results } = await check(operator);
    const ports = [left, right].map(({ url }) => `:${new URL(url).port}`);
    for (const port of ports) {
      const name = expect.stringMatching(`${port}$`) as string;
      expect(nodes).toContainEqual({ id: expect.any(String) as string, name });
      expect(results.find((result) => result.name.endsWith(port))).toMatchObject({ problem: null });
    }
    for (const { busMs, databaseMs, socketMs } of results) {
      expect(busMs).toBeGreaterThanOrEqual(0);
      expect(databaseMs).toBeGreaterThan(0);
      expect(socketMs).toBeGreaterThan(0);
    }
    expect(await stored()).toBe(before);
  });

  it("[RT42] reports a node that does not answer after five seconds, the others at once", async () => {
    const { bus, right } = await twoNodes();
    const node = { id: anId(), name: "frozen:1", role: "realtime", version: "0.1.0" } as const;
    bus.publish({ type: "node.alive", node: { ...node, draining: false, link: "linked" } });
    const operator = await world.operator(right, world.a.members.operator);
    const { results } = await check(operator);
    expect(results.at(-1)).toMatchObject({
      nodeId: node.id,
      name: "frozen:1",
      busMs: null,
      problem: "silent",
    });
    expect(results.filter(({ problem }) => problem === null)).toHaveLength(2);
  });

  it("[RT42] runs once at a time for a socket", async () => {
    const { right } = await twoNodes();
    const operator = await world.operator(right, world.a.members.operator);
    const asks = await Promise.all([
      operator.ask("delivery.check", { checkId: anId() }),
      operator.ask("delivery.check", { checkId: anId() }),
    ]);
    expect(asks.map(({ ok }) => ok)).toEqual([true, false]);
  });
});

const redisUrl = process.env["XIN_TEST_REDIS_URL"];
const title = redisUrl === undefined ? "over Redis (needs XIN_TEST_REDIS_URL)" : "over Redis";

describe.skipIf(redisUrl === undefined)(title, () => {
  const aNode = async (channel: string) => {
    const gate = await openTcpGate(redisUrl ?? "");
    gates.push(gate);
    const bus = makeRedisBus(gate.url, log, channel);
    const node = await world.node({ heartbeatMs: 600_000 }, bus);
    await until(() => expect(bus.connected).toBe(true));
    return { node, gate, bus };
  };

  it("[RT42] checks the way over Redis, and tells a lost link from a silent node", async () => {
    const channel = `xin:test:${anId()}`;
    const [left, right] = [await aNode(channel), await aNode(channel)];
    const visitor = await world.visitor(left.node, world.a);
    const operator = await world.operator(right.node, world.a.members.operator);
    await until(async () => expect((await read(operator)).nodes).toHaveLength(2));
    const before = totals(await read(operator));
    await visitor.granted("message.post", message(visitor.session.conversationId, "over there"));
    expect(totals(await read(operator)).acked - before.acked).toBe(1);
    const whole = await check(operator);
    expect(whole.results.map(({ problem }) => problem)).toEqual([null, null]);

    left.gate.cut();
    await until(() => expect(left.bus.connected).toBe(false));
    expect((await check(operator)).results.map(({ problem }) => problem)).toEqual([null, "silent"]);
    expect((await read(operator)).nodes.map(({ state }) => state)).toEqual(["serving", "silent"]);

    right.gate.cut();
    await until(() => expect(right.bus.connected).toBe(false));
    const alone = await check(operator);
    expect(alone.results.map(({ problem }) => problem)).toEqual([null, "unlinked"]);
    expect((await read(operator)).nodes[0]).toMatchObject({ state: "serving", link: "cut" });
  });
});
