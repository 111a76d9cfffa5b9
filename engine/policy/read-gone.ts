import type { Tx } from "#db/client.ts";
import { readSourcesGoneSince } from "#db/reads/sources-gone.ts";
import type { PolicyVersion } from "#db/reads/policies.ts";
import { readKnownNames } from "./known-names.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/** What a version was written with, and that is no longer there. */
export type Gone = {
  /** Models, tools and retrieval configs that the page names, where it names them. */
  readonly named: readonly PolicyProblem[];
  /** Titles of sources of knowledge that were there when the version was written, newest first, at most 20. */
  readonly sources: readonly string[];
};

/** Looks what is gone of what a version was written with; null when everything is still there. */
export const readGone = async (tx: Tx, version: PolicyVersion): Promise<Gone | null> => {
  const [known, sources] = await Promise.all([
    readKnownNames(tx),
    readSourcesGoneSince(tx, version.createdAt),
  ]);
  const parsed = parsePolicy(version.text, known);
  const named = parsed.ok ? [] : parsed.problems;
  return named.length === 0 && sources.length === 0 ? null : { named, sources };
};
