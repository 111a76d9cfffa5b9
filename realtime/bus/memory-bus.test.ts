import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { makeMemoryBus } from "./memory-bus.ts";

const log = pino({ level: "silent" });
const message: BusMessage = {
  type: "knowledge",
  tenantId: "0190a000-0000-7000-8000-000000000001",
  sourceId: "0190a000-0000-7000-8000-000000000002",
  state: "live",
};

describe("the bus of a node that is alone", () => {
  it("delivers before publish returns, once to each subscription", () => {
    const bus = makeMemoryBus(log);
    const heard: BusMessage[] = [];
    const handler = (received: BusMessage) => void heard.push(received);
    const end = bus.subscribe(handler);
    bus.subscribe(handler);
    bus.publish(message);
    expect(heard).toEqual([message, message]);
    end();
    bus.publish(message);
    expect(heard).toHaveLength(3);
  });

  it("goes on with the other handlers when one throws", () => {
    const bus = makeMemoryBus(log);
    const heard: BusMessage[] = [];
    bus.subscribe(() => {
      throw new Error("a handler with a defect");
    });
    bus.subscribe((received) => void heard.push(received));
    bus.publish(message);
    expect(heard).toEqual([message]);
  });

  it("is silent once it is closed", async () => {
    const bus = makeMemoryBus(log);
    const heard: BusMessage[] = [];
    bus.subscribe((received) => void heard.push(received));
    await bus.close();
    bus.publish(message);
    expect(heard).toEqual([]);
  });
});
