import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Typist } from "#contract/downstream.ts";
import { times } from "#contract/names.ts";
import { makeTypingBoard } from "./typing-board.ts";

const who = (id: string, note = false): Typist => ({ kind: "member", id, name: id, note });

describe("the typing board", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = () => {
    const changes: string[] = [];
    const board = makeTypingBoard((_, conversation, typing) => {
      changes.push(`${conversation}:${typing.map(({ id }) => id).join("+")}`);
    });
    return { board, changes };
  };

  it("[RT14] tells a change once, not every repetition", () => {
    const { board, changes } = open();
    board.set("t", "c", who("ann"), true);
    board.set("t", "c", who("ann"), true);
    board.set("t", "c", who("bob"), true);
    board.set("t", "c", who("ann"), false);
    board.set("t", "c", who("ann"), false);
    expect(changes).toEqual(["c:ann", "c:ann+bob", "c:bob"]);
  });

  it("[RT14] forgets a typist who is not repeated", () => {
    const { board, changes } = open();
    board.set("t", "c", who("ann"), true);
    vi.advanceTimersByTime(times.typingExpiryMs - 1);
    board.set("t", "c", who("ann"), true);
    vi.advanceTimersByTime(times.typingExpiryMs - 1);
    expect(board.list("t", "c")).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(board.list("t", "c")).toEqual([]);
    expect(changes).toEqual(["c:ann", "c:"]);
  });

  it("[RT14] ends with the message, and keeps tenants and conversations apart", () => {
    const { board } = open();
    board.set("t", "c", who("ann"), true);
    board.set("t", "c", who("ann", true), true);
    board.set("t", "d", who("ann"), true);
    board.set("u", "c", who("ann"), true);
    board.clear("t", "c", "ann");
    expect(board.list("t", "c")).toEqual([]);
    expect([board.list("t", "d"), board.list("u", "c")]).toEqual([[who("ann")], [who("ann")]]);
  });

  it("[RT14] has room for twenty in a conversation", () => {
    const { board } = open();
    for (let turn = 0; turn < 30; turn += 1) board.set("t", "c", who(`m${turn}`), true);
    expect(board.list("t", "c")).toHaveLength(20);
  });
});
