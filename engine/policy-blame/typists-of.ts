import type { StoredTypists, Typist } from "#db/reads/policy-lineage.ts";

/** Those who typed a line, from 1, of a version. */
export const typistsOf = (typists: StoredTypists | null, line: number): readonly Typist[] => {
  const run = typists?.lines.find(([first, last]) => first <= line && line <= last);
  return (run?.[2] ?? []).flatMap((place) => typists?.members[place] ?? []);
};
