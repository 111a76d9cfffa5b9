import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { createClient } from "redis";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type TcpGate, openTcpGate } from "../../tests/fakes/tcp-gate.ts";
import { makeRedisBus } from "../bus/redis-bus.ts";
import { makePresenceBoard } from "./presence-board.ts";
import { openPresenceStore } from "./presence-store.ts";

const redisUrl = process.env["XIN_TEST_REDIS_URL"];
const title = "presence of several nodes";
const log = pino({ level: "silent" });
const ann = { id: "ann", name: "Ann" };
const bob = { id: "bob", name: "Bob" };

/** What the product promises, and a second more for a busy machine. */
const mended = { timeout: 6_000, interval: 20 };

describe.skipIf(redisUrl === undefined)(
  redisUrl === undefined ? `${title} (needs XIN_TEST_REDIS_URL)` : title,
  () => {
    const closing: { close(): unknown }[] = [];
    afterEach(async () => {
      for (const thing of closing.splice(0).toReversed()) await thing.close();
    });

    /** A node with a way to Redis of its own. */
    const aNode = async (channel: string) => {
      const gate: TcpGate = await openTcpGate(redisUrl ?? "");
      const bus = makeRedisBus(gate.url, log, channel);
      const store = openPresenceStore(gate.url, log);
      const board = makePresenceBoard({ bus, store, onChange: () => {} });
      closing.push(gate, bus, board);
      await vi.waitFor(() => expect(bus.connected).toBe(true), mended);
      return { gate, board };
    };

    /** Two nodes of which one has Ann and the other Bob, each of whom sees the other. */
    const twoNodes = async () => {
      const [tenantId, channel] = [randomUUID(), `xin:test:${randomUUID()}`];
      const [a, b] = [await aNode(channel), await aNode(channel)];
      a.board.arrive(tenantId, "s1", ann);
      b.board.arrive(tenantId, "s2", bob);
      const seen = (board: typeof a.board) => board.list(tenantId).map(({ name }) => name);
      const bothSeen = () =>
        vi.waitFor(() => {
          expect(seen(a.board)).toEqual(["Ann", "Bob"]);
          expect(seen(b.board)).toEqual(["Ann", "Bob"]);
        }, mended);
      await bothSeen();
      return { a, b, tenantId, seen, bothSeen };
    };

    it("[RT15] joins what the nodes have, and follows what each looks at", async () => {
      const { a, b, tenantId } = await twoNodes();
      b.board.view(tenantId, "s2", "c1");
      await vi.waitFor(
        () =>
          expect(a.board.list(tenantId)).toEqual([
            { ...ann, viewing: null },
            { ...bob, viewing: "c1" },
          ]),
        mended,
      );
      b.board.leave(tenantId, "s2");
      await vi.waitFor(
        () => expect(a.board.list(tenantId)).toEqual([{ ...ann, viewing: null }]),
        mended,
      );
      expect(b.board.list(tenantId)).toEqual([]);
    });

    it("[RT15] says goodbye when a node stops", async () => {
      const { a, b, seen } = await twoNodes();
      b.board.close();
      await vi.waitFor(() => expect(seen(a.board)).toEqual(["Ann"]), { timeout: 1_500 });
    });

    it("[RT15] forgets a node that was killed within five seconds", async () => {
      const { a, b, seen, bothSeen } = await twoNodes();
      b.gate.cut();
      await vi.waitFor(() => expect(seen(a.board)).toEqual(["Ann"]), mended);
      // Cut off, it knows of its own members alone.
      await vi.waitFor(() => expect(seen(b.board)).toEqual(["Bob"]), mended);
      b.gate.open();
      await bothSeen();
    });

    it("[RT15] is right again within five seconds after Redis was away", async () => {
      const { a, b, seen, bothSeen } = await twoNodes();
      for (const { gate } of [a, b]) gate.cut();
      await vi.waitFor(() => expect(seen(a.board)).toEqual(["Ann"]), mended);
      for (const { gate } of [a, b]) gate.open();
      await bothSeen();
    });

    it("[RT15] is right again within five seconds after Redis lost its memory", async () => {
      const { tenantId, bothSeen } = await twoNodes();
      const client = createClient({ url: redisUrl ?? "" });
      await client.connect();
      closing.push({ close: () => client.destroy() });
      const key = `xin:presence:${tenantId}`;
      expect(await client.zCard(key)).toBe(2);
      expect(await client.pTTL(key)).toBeGreaterThan(0);
      // As FLUSHALL does; other tests share this Redis.
      await client.del(key);
      await vi.waitFor(async () => expect(await client.zCard(key)).toBe(2), mended);
      await bothSeen();
    });
  },
);
