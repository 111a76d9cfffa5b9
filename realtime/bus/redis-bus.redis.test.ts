import { createServer } from "node:net";
import { pino } from "pino";
import { createClient } from "redis";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import { maxEnvelopeLength } from "./bus-codec.ts";
import { type RedisBus, makeRedisBus } from "./redis-bus.ts";
import { type TcpGate, openTcpGate } from "../../tests/fakes/tcp-gate.ts";

const redisUrl = process.env["XIN_TEST_REDIS_URL"];
const log = pino({ level: "silent" });
const tenantId = "0190a000-0000-7000-8000-000000000001";

const knowledge = (state: string): BusMessage => ({
  type: "knowledge",
  tenantId,
  sourceId: tenantId,
  state,
});

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of closing.splice(0).toReversed()) await thing.close();
});

/** A bus on a channel of this test, and the states it has heard of. */
const open = (url: string, channel: string) => {
  const bus = makeRedisBus(url, log, channel);
  closing.push(bus);
  const heard: string[] = [];
  const resyncs = { count: 0 };
  bus.subscribe((message) => void (message.type === "knowledge" && heard.push(message.state)));
  bus.onResync(() => void (resyncs.count += 1));
  return { bus, heard, resyncs };
};

const until = (check: () => void) => vi.waitFor(check, { timeout: 12_000, interval: 20 });
const connected = (bus: RedisBus) => until(() => expect(bus.connected).toBe(true));
const aChannel = () => `xin:test:${crypto.randomUUID()}`;

const suite = redisUrl === undefined ? describe.skip : describe;

suite("the bus over Redis (needs XIN_TEST_REDIS_URL)", () => {
  const url = redisUrl ?? "";

  const gate = async (): Promise<TcpGate> => {
    const opened = await openTcpGate(url);
    closing.push(opened);
    return opened;
  };

  it("delivers to other nodes, and to its own handlers once", async () => {
    const channel = aChannel();
    const [a, b] = [open(url, channel), open(url, channel)];
    await connected(a.bus);
    await connected(b.bus);
    a.bus.publish(knowledge("live"));
    expect(a.heard).toEqual(["live"]);
    await until(() => expect(b.heard).toEqual(["live"]));
    b.bus.publish(knowledge("failed"));
    await until(() => expect(a.heard).toEqual(["live", "failed"]));
    expect(b.heard).toEqual(["live", "failed"]);
    expect([a.resyncs.count, b.resyncs.count]).toEqual([0, 0]);
  });

  it("[RT10] serves this node while Redis is away and resyncs every node when it is back", async () => {
    const channel = aChannel();
    const [gateA, gateB] = [await gate(), await gate()];
    const [a, b] = [open(gateA.url, channel), open(gateB.url, channel)];
    await connected(a.bus);
    await connected(b.bus);
    gateA.cut();
    gateB.cut();
    await until(() => expect(a.bus.connected).toBe(false));
    for (let turn = 0; turn < 50; turn += 1) a.bus.publish(knowledge(`away ${turn}`));
    expect(a.heard).toHaveLength(50);
    gateA.open();
    gateB.open();
    await connected(a.bus);
    await connected(b.bus);
    await until(() => expect(a.resyncs.count).toBeGreaterThan(0));
    await until(() => expect(b.resyncs.count).toBeGreaterThan(0));
    a.bus.publish(knowledge("after"));
    await until(() => expect(b.heard).toContain("after"));
  });

  it("[RT10] tells the others when only the sender was away", async () => {
    const channel = aChannel();
    const gateA = await gate();
    const [a, b] = [open(gateA.url, channel), open(url, channel)];
    await connected(a.bus);
    await connected(b.bus);
    gateA.cut();
    await until(() => expect(a.bus.connected).toBe(false));
    a.bus.publish(knowledge("unheard"));
    gateA.open();
    await until(() => expect(b.resyncs.count).toBeGreaterThan(0));
    expect(b.heard).not.toContain("unheard");
  });

  it("[RT10] gives up a Redis that has frozen", async () => {
    const channel = aChannel();
    const gateA = await gate();
    const a = open(gateA.url, channel);
    await connected(a.bus);
    gateA.freeze();
    await until(() => expect(a.bus.connected).toBe(false));
    gateA.open();
    await connected(a.bus);
    await until(() => expect(a.resyncs.count).toBeGreaterThan(0));
  }, 30_000);

  it("[RT10] keeps only so much for a Redis that does not take it, and tells the others", async () => {
    const channel = aChannel();
    const gateA = await gate();
    const [a, b] = [open(gateA.url, channel), open(url, channel)];
    await connected(a.bus);
    await connected(b.bus);
    gateA.freeze();
    const long = "x".repeat(400_000);
    for (let turn = 0; turn < 60; turn += 1) a.bus.publish(knowledge(`${turn} ${long}`));
    expect(a.heard).toHaveLength(60);
    // Thawed before it is given up: the link was never away, and yet something is missing.
    gateA.open();
    await until(() => expect(b.resyncs.count).toBeGreaterThan(0));
    expect(b.heard.length).toBeGreaterThan(0);
    expect(b.heard.length).toBeLessThan(30);
    a.bus.publish(knowledge("after"));
    await until(() => expect(b.heard).toContain("after"));
  });

  it("ignores what a stranger publishes, and says of a giant only that it exists", async () => {
    const channel = aChannel();
    const [a, b] = [open(url, channel), open(url, channel)];
    await connected(a.bus);
    await connected(b.bus);
    const stranger = createClient({ url });
    await stranger.connect();
    closing.push({ close: () => stranger.destroy() });
    for (const text of ["", "{", "null", "x".repeat(maxEnvelopeLength + 1), '{"node":"x"}']) {
      await stranger.publish(channel, text);
    }
    a.bus.publish(knowledge("x".repeat(maxEnvelopeLength)));
    a.bus.publish(knowledge("after"));
    await until(() => expect(b.heard).toEqual(["after"]));
  });
});

describe("a Redis that is not there", () => {
  it("does not keep a node from working", async () => {
    const port = await freePort();
    const bus: EventBus = makeRedisBus(`redis://127.0.0.1:${port}`, log);
    closing.push(bus);
    const heard: BusMessage[] = [];
    bus.subscribe((message) => void heard.push(message));
    bus.publish(knowledge("live"));
    expect(heard).toHaveLength(1);
  });
});

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};
