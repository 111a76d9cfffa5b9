import type { Tx } from "#db/client.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import { noPolicy } from "../policy/store-version.ts";
import { diffPages } from "./diff-pages.ts";
import type { PolicyDiff } from "./policy-diff.ts";

/** A version of a policy, or a page that need not be saved. */
export type DiffSide = { readonly version: number } | { readonly text: string };

/** Compares two sides of a policy. Refused as `not_found` when there is no such policy or version. */
export const readPolicyDiff = async (
  tx: Tx,
  policyId: string,
  { from, to }: { readonly from: DiffSide; readonly to: DiffSide },
): Promise<PolicyDiff> => {
  // Also two texts are compared only in the name of a policy there is.
  if ((await readPolicyVersion(tx, policyId, 1)) === null) throw noPolicy();
  const [before, after] = [await textOf(tx, policyId, from), await textOf(tx, policyId, to)];
  return diffPages(before, after);
};

const textOf = async (tx: Tx, policyId: string, side: DiffSide): Promise<string> => {
  if ("text" in side) return side.text;
  const found = await readPolicyVersion(tx, policyId, side.version);
  if (found === null) throw noPolicy();
  return found.text;
};
