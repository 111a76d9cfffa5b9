import { pino } from "pino";
import { expect, it, vi } from "vitest";
import type { PresentMember } from "#contract/downstream.ts";
import { makeMemoryBus } from "../bus/memory-bus.ts";
import { makePresenceBoard } from "./presence-board.ts";

const ann = { id: "ann", name: "Ann" };
const bob = { id: "bob", name: "Bob" };

it("[RT15] shows each member once, and once for each conversation they look at", async () => {
  const changes: (readonly PresentMember[])[] = [];
  const board = makePresenceBoard({
    bus: makeMemoryBus(pino({ level: "silent" })),
    store: null,
    onChange: (_, members) => void changes.push(members),
  });
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
  // The first change is shown at once, those that follow close by are shown together.
  expect(changes).toEqual([[{ ...ann, viewing: null }]]);
  await vi.waitFor(() => expect(changes).toHaveLength(2));
  expect(changes.at(-1)).toEqual(board.list("t"));
  // The second tab of a member who was there already is no change.
  board.arrive("t", "s4", bob);
  board.arrive("t", "s5", { id: "cid", name: "Cid" });
  await vi.waitFor(() => expect(changes).toHaveLength(3));
  expect(changes.at(-1)?.map(({ id }) => id)).toEqual(["ann", "bob", "cid"]);
  board.close();
});
