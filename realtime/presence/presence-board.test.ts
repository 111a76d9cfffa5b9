import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pino } from "pino";
import type { PresentMember } from "#contract/downstream.ts";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { makeMemoryBus } from "../bus/memory-bus.ts";
import { makePresenceBoard } from "./presence-board.ts";

const ann = { id: "ann", name: "Ann" };
const bob = { id: "bob", name: "Bob" };

const aBus = () => makeMemoryBus(pino({ level: "silent" }));

const open = (bus = aBus()) => {
  const changes: (readonly PresentMember[])[] = [];
  const board = makePresenceBoard({ bus, onChange: (_, members) => void changes.push(members) });
  return { bus, board, changes };
};

describe("presence", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("[RT15] shows each member once, and once for each conversation they look at", () => {
    const { board, changes } = open();
    board.arrive("t", "s1", ann);
    board.arrive("t", "s2", ann);
    board.arrive("t", "s3", bob);
    board.view("t", "s1", "c1");
    expect(board.list("t")).toEqual([
      { ...ann, viewing: "c1" },
      { ...bob, viewing: null },
    ]);
    board.view("t", "s2", "c2");
    expect(board.list("t").map(({ viewing }) => viewing)).toEqual(["c1", "c2", null]);
    board.leave("t", "s1");
    board.unview("t", "s2", "c2");
    expect(board.list("t")).toEqual([
      { ...ann, viewing: null },
      { ...bob, viewing: null },
    ]);
    expect(board.list("u")).toEqual([]);
    // The second tab of a member who was there already is no change.
    expect(changes).toHaveLength(6);
  });

  it("[RT15] joins what the nodes know, and forgets a node that went silent", () => {
    const bus = aBus();
    const [a, b] = [open(bus), open(bus)];
    a.board.arrive("t", "s1", ann);
    b.board.arrive("t", "s2", bob);
    const both = [
      { ...ann, viewing: null },
      { ...bob, viewing: null },
    ];
    expect([a.board.list("t"), b.board.list("t")]).toEqual([both, both]);

    // Node b is killed: it says no more, and takes nothing back.
    const spoken: BusMessage[] = [];
    bus.subscribe((message) => void spoken.push(message));
    const silence = vi.spyOn(bus, "publish").mockImplementation(() => {});
    vi.advanceTimersByTime(8_000);
    silence.mockRestore();
    expect(a.board.list("t")).toEqual([{ ...ann, viewing: null }]);
    // Heard again, it is there again.
    vi.advanceTimersByTime(2_000);
    expect(a.board.list("t")).toEqual(both);
    expect(spoken.length).toBeGreaterThan(0);
  });

  it("[RT15] says goodbye when a node stops", () => {
    const bus = aBus();
    const [a, b] = [open(bus), open(bus)];
    a.board.arrive("t", "s1", ann);
    expect(b.board.list("t")).toHaveLength(1);
    a.board.close();
    expect(b.board.list("t")).toEqual([]);
  });
});
