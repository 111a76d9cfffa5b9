import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { BusMessage, EventBus, NodeState } from "#engine/runtime/event-bus.ts";
import { makeMemoryBus } from "../bus/memory-bus.ts";
import { joinCluster } from "./cluster.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const aNode = (name: string) => ({
  id: crypto.randomUUID(),
  name,
  role: "realtime" as NodeState["role"],
  version: "1.2.3",
  draining: false,
});

/** A node that is on a bus. */
const join = (bus: EventBus, node: Omit<NodeState, "link">) =>
  joinCluster({ bus, describe: () => node });

const namesIn = (cluster: ReturnType<typeof joinCluster>) =>
  cluster.list().map(({ state }) => state.name);

it("[RT41] knows whoever comes at once, on both sides, and itself first", () => {
  const bus = makeMemoryBus(pino({ level: "silent" }));
  const old = join(bus, aNode("b:1"));
  const fresh = join(bus, aNode("a:1"));
  expect(namesIn(old)).toEqual(["b:1", "a:1"]);
  expect(namesIn(fresh)).toEqual(["a:1", "b:1"]);
  fresh.close();
  expect(namesIn(old)).toEqual(["b:1"]);
  old.close();
});

it("[RT41] tells at once that it drains, and keeps one that went silent for a minute", async () => {
  const bus = makeMemoryBus(pino({ level: "silent" }));
  const here = join(bus, aNode("a:1"));
  const stopping = aNode("b:1");
  const there = join(bus, stopping);
  stopping.draining = true;
  there.tell();
  expect(here.list()[1]?.state.draining).toBe(true);
  there.close();

  bus.publish({ type: "node.alive", node: { ...aNode("killed:1"), link: "linked" } });
  await vi.advanceTimersByTimeAsync(58_000);
  expect(namesIn(here)).toEqual(["a:1", "killed:1"]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(namesIn(here)).toEqual(["a:1"]);
  here.close();
});

it("[RT10] says nothing over a bus that is cut: the others would have to fetch on its return", async () => {
  const said: BusMessage[] = [];
  const bus: EventBus = {
    connected: false,
    publish: (message) => void said.push(message),
    subscribe: () => () => {},
    onResync: () => () => {},
    close: async () => {},
  };
  const cluster = join(bus, aNode("a:1"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(cluster.self().link).toBe("cut");
  cluster.close();
  expect(said).toEqual([]);
});
