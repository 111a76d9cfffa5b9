import {
  array,
  assert,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  tuple,
  uint8Array,
} from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { docLimits } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { checkUpdate } from "./check-update.ts";

/** How many hostile updates are tried; `XIN_HOSTILE_UPDATES=10000` for the whole run. */
const hostileCount = Number(process.env["XIN_HOSTILE_UPDATES"] ?? 500);

/** A document of 2,000 edits at many places, as the server has it, and an update of one edit more. */
const page = () => {
  const client = new Y.Doc();
  client.clientID = 77;
  const text = client.getText("text");
  for (let edit = 0; edit < 2_000; edit += 1) text.insert((edit * 31) % (text.length + 1), "ab");
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(client));
  const before = Y.encodeStateVector(client);
  text.insert(5, "hello");
  text.delete(20, 3);
  return { server, good: Y.encodeStateAsUpdate(client, before) };
};

const varUint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
};

/** An update of one client: how many pieces it says, from which clock, and the pieces. */
const forged = (client: number, clock: number, pieces: readonly number[][], said = pieces.length) =>
  Uint8Array.from([
    1,
    ...varUint(said),
    ...varUint(client),
    ...varUint(clock),
    ...pieces.flat(),
    0,
  ]);

const rootText = [1, 4, ...Buffer.from("text")];

const bombs: Readonly<Record<string, Uint8Array>> = {
  "a count of clients that lies": Uint8Array.from([...varUint(2 ** 31), 1, 1, 0]),
  "a count of pieces that lies": forged(5, 0, [], 2 ** 31 - 1),
  "a gap of 2^50": forged(5, 0, [[10, ...varUint(2 ** 50)]]),
  "collected pieces of 2^50": forged(5, 0, [[0, ...varUint(2 ** 50)]]),
  "deleted text of 2^50": forged(5, 0, [[1, ...rootText, ...varUint(2 ** 50)]]),
  "a piece that waits for one of its own": forged(5, 1_000, [[4, ...rootText, 1, 120]]),
  "a piece that waits for somebody's": forged(5, 0, [[0x84, ...varUint(9), ...varUint(4), 1, 120]]),
  "a count of deleted ranges that lies": Uint8Array.from([0, 1, 77, ...varUint(2 ** 31)]),
  "a deleted range of 2^50": Uint8Array.from([0, 1, 77, 1, 0, ...varUint(2 ** 50)]),
  "the whole deleted again and again": Uint8Array.from([
    0,
    1,
    77,
    ...varUint(2_000),
    ...Array.from({ length: 2_000 }, () => [0, ...varUint(4_000)]).flat(),
  ]),
  "a map beside the text": forged(5, 0, [[4, 1, 3, ...Buffer.from("map"), 1, 120]]),
  "a document in the document": forged(5, 0, [[9, ...rootText, 1, 97, 127]]),
  "thousands of pieces": forged(
    5,
    0,
    Array.from({ length: 6_000 }, () => [4, ...rootText, 1, 120]),
  ),
  "pieces that search the whole page": forged(
    5,
    0,
    Array.from({ length: 400 }, () => [4, ...rootText, 1, 120]),
  ),
};

/** What a document says and holds. */
const stateOf = (doc: Y.Doc) => Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64");

/** Whether the check takes an update, and the CPU it took with what Yjs made of it, in ms: the least of three. */
const tried = (doc: () => Y.Doc, update: Uint8Array) => {
  let taken = false;
  let leastMs = Infinity;
  for (let round = 0; round < 3 && leastMs > 50; round += 1) {
    const target = doc();
    const from = process.cpuUsage();
    try {
      checkUpdate(target, update);
      Y.applyUpdate(target, update);
      taken = true;
      expect(target.store.pendingStructs).toBeNull();
      expect(target.store.pendingDs).toBeNull();
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
    }
    const { user, system } = process.cpuUsage(from);
    leastMs = Math.min(leastMs, (user + system) / 1_000);
  }
  return { taken, leastMs };
};

describe("the check of an update", () => {
  it("[DOC4] takes an honest one, whole and again", () => {
    const { server, good } = page();
    const { clients, deletesOnly } = checkUpdate(server, good);
    expect([clients, deletesOnly]).toEqual([[77], false]);
    Y.applyUpdate(server, good);
    expect(checkUpdate(server, good).clients).toEqual([77]);
  });

  it.each(Object.entries(bombs))("[DOC4] refuses %s and changes nothing", (_, update) => {
    const { server } = page();
    const before = stateOf(server);
    const from = process.cpuUsage();
    expect(() => checkUpdate(server, update)).toThrow(ActionRefused);
    const { user, system } = process.cpuUsage(from);
    expect(stateOf(server)).toBe(before);
    expect((user + system) / 1_000).toBeLessThan(50);
  });

  it("[DOC4] refuses what is longer than an update may be", () => {
    const { server } = page();
    expect(() => checkUpdate(server, new Uint8Array(docLimits.updateBytes + 1))).toThrow(
      "too large",
    );
  });

  it(`[DOC4] stays whole through ${hostileCount} truncated, bent and random updates`, () => {
    const { server, good } = page();
    const whole = Y.encodeStateAsUpdate(server);
    const copy = () => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, whole);
      return doc;
    };
    let target = copy();
    const before = stateOf(target);
    const sources = [good, ...Object.values(bombs)];
    const hostile = oneof(
      uint8Array({ maxLength: 200 }),
      integer({ min: 0, max: good.length - 1 }).map((end) => good.slice(0, end)),
      tuple(
        constantFrom(...sources),
        array(tuple(nat(), integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
      ).map(([source, changes]) => {
        const bent = Uint8Array.from(source);
        for (const [at, value] of changes) bent[at % bent.length] = value;
        return bent;
      }),
    );
    let worstMs = 0;
    let refused = 0;
    assert(
      property(hostile, (update) => {
        const { taken, leastMs } = tried(() => target, update);
        worstMs = Math.max(worstMs, leastMs);
        if (taken) target = copy();
        else refused += 1;
        // What is refused has touched nothing; what bending left a good update was one.
        expect(stateOf(target)).toBe(before);
      }),
      { numRuns: hostileCount },
    );
    if (process.env["XIN_HOSTILE_UPDATES"] !== undefined) {
      process.stdout.write(
        `${refused} of ${hostileCount} refused, worst ${worstMs.toFixed(1)} CPU-ms\n`,
      );
    }
    expect(refused).toBeGreaterThan(hostileCount / 2);
    expect(worstMs).toBeLessThan(50);
  }, 600_000);
});
