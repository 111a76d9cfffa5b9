import * as fc from "fast-check";
import { expect, it } from "vitest";
import { countsOf } from "./counts.ts";
import { Tally } from "./tally.ts";

const id = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  // Many in the last slots, the first and the same ones.
  fc.integer({ min: 0xfffffff0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 16 }),
);
const additions = fc.array(fc.tuple(id, fc.constantFrom(1, 1.5, 2)), { maxLength: 2000 });

it("adds up what a map adds up, and begins anew", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(additions, (added) => {
      const expected = new Map<number, number>();
      for (const [one, by] of added) {
        tally.add(one, by);
        expected.set(one, (expected.get(one) ?? 0) + by);
      }
      expect(tally.take()).toEqual(countsOf(expected));
    }),
  );
});
