import { describe, expect, it } from "vitest";
import type { LineEvidence } from "#db/reads/line-evidence.ts";
import { lookedAt, nextLine } from "./next-line.ts";

type Counts = Partial<Omit<LineEvidence, "line">>;

/** Evidence for every line; where nothing is said there is none. */
const evidence = (counts: Readonly<Record<number, Counts>>): readonly LineEvidence[] =>
  lookedAt.map((line) => ({
    line,
    judged: 0,
    wrong: 0,
    recent: 0,
    recentWrong: 0,
    checked: 0,
    checkedWrong: 0,
    own: 20,
    ownRecent: 20,
    ownWrong: 0,
    ...counts[line],
  }));

const proven: Counts = { judged: 59, wrong: 0, recent: 59, recentWrong: 0 };
const refuted: Counts = { judged: 20, wrong: 8, recent: 20, recentWrong: 8 };
const unclear: Counts = { judged: 40, wrong: 3, recent: 40, recentWrong: 3 };

describe("the send line", () => {
  it.each([
    ["without evidence", {}],
    ["while nothing is clear", { 0.5: unclear, 0.6: unclear, 0.7: unclear, 0.8: unclear }],
    ["when what is proven is the line that holds", { 0.7: proven, 0.8: proven }],
    ["when a lower line has no answers of its own", { 0.6: { ...proven, own: 19 } }],
    ["when a lower line's own are refuted", { 0.6: { ...proven, ownRecent: 20, ownWrong: 8 } }],
    ["when a line between is refuted", { 0.5: proven, 0.6: refuted }],
    ["when a lower line is proven and refuted of late", { 0.6: { ...proven, ...refuted } }],
  ])("stays %s", (_name, counts) => {
    expect(nextLine("learn", 0.7, evidence(counts))).toBeNull();
  });

  it("falls to the lowest line that is proven", () => {
    const counts = { 0.5: unclear, 0.6: proven, 0.7: proven };
    const move = { from: 0.7, to: 0.6, reason: "proven", at: 0.6, judged: 59, wrong: 0 };
    expect(nextLine("learn", 0.7, evidence(counts))).toEqual(move);
    expect(nextLine("proven", null, evidence(counts))).toEqual({ ...move, from: null });
    expect(nextLine("proven", 0.6, evidence(counts))).toBeNull();
  });

  it("rises from a line that is refuted to the lowest that is not", () => {
    const counts = { 0.7: refuted, 0.8: refuted, 0.9: unclear };
    const move = { from: 0.7, reason: "refuted", at: 0.8, judged: 20, wrong: 8 };
    expect(nextLine("learn", 0.7, evidence(counts))).toEqual({ ...move, to: 0.9 });
    expect(nextLine("proven", 0.7, evidence(counts))).toEqual({ ...move, to: null });
    const sure = { 0.7: refuted, 0.8: unclear, 0.95: proven };
    expect(nextLine("proven", 0.7, evidence(sure))).toEqual({ ...move, at: 0.7, to: 0.95 });
  });

  it("rises when its own answers are refuted, whatever lies above them", () => {
    const counts = { 0.7: { ...proven, ownRecent: 20, ownWrong: 8 } };
    const move = { from: 0.7, to: 0.8, reason: "refuted", at: 0.7, judged: 20, wrong: 8 };
    expect(nextLine("learn", 0.7, evidence(counts))).toEqual(move);
  });

  it("rises above a higher line that is refuted: what it sends is part of what this one sends", () => {
    const counts = { 0.7: proven, 0.9: refuted };
    const move = { from: 0.7, to: 0.95, reason: "refuted", at: 0.9, judged: 20, wrong: 8 };
    expect(nextLine("learn", 0.7, evidence(counts))).toEqual(move);
    expect(nextLine("proven", null, evidence(counts))).toBeNull();
  });

  it("rises to none when every line is refuted, and comes back by proof", () => {
    const all = Object.fromEntries(lookedAt.map((line) => [line, refuted]));
    expect(nextLine("learn", 0.95, evidence(all))).toMatchObject({ from: 0.95, to: null });
    expect(nextLine("learn", null, evidence(all))).toBeNull();
    expect(nextLine("learn", null, evidence({ 0.9: proven }))).toMatchObject({ to: 0.9 });
  });

  it("rises when those that were drawn and looked at refute it, though nobody objected", () => {
    const unnoticed = { ...proven, recent: 100, recentWrong: 0, checked: 20, checkedWrong: 5 };
    const move = { from: 0.7, to: 0.8, reason: "refuted", at: 0.7, judged: 20, wrong: 5 };
    expect(nextLine("learn", 0.7, evidence({ 0.7: unnoticed }))).toEqual(move);
    expect(nextLine("learn", 0.7, evidence({ 0.7: { ...unnoticed, checkedWrong: 3 } }))).toBeNull();
  });

  it("goes back to where it began when too little of what proved it is of the last year", () => {
    const left = { judged: 58, wrong: 0, recent: 100 };
    const move = { from: 0.6, reason: "outdated", at: 0.6, judged: 58, wrong: 0 };
    expect(nextLine("learn", 0.6, evidence({ 0.6: left }))).toEqual({ ...move, to: 0.7 });
    expect(nextLine("proven", 0.6, evidence({ 0.6: left }))).toEqual({ ...move, to: null });
    // Some that were wrong since then do not make it old, and where it began it needs no proof.
    expect(nextLine("learn", 0.6, evidence({ 0.6: { ...left, judged: 59, wrong: 2 } }))).toBeNull();
    expect(nextLine("learn", 0.7, evidence({}))).toBeNull();
    expect(nextLine("learn", 0.9, evidence({}))).toBeNull();
    expect(nextLine("proven", null, evidence({}))).toBeNull();
  });
});
