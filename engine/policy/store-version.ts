import { createHash } from "node:crypto";
import type { Tx } from "#db/client.ts";
import type { StoredTypists } from "#db/reads/policy-lineage.ts";
import { insertPolicyVersion } from "#db/writes/policies.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { KnownNames } from "./known-names.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import { readPolicyBasis } from "./read-policy-basis.ts";
import { describeProblems } from "./policy-problem.ts";

/** Longest note on a version, in UTF-16 code units. */
const maxNoteLength = 500;

/**
 * The policy of a text, or ActionRefused `invalid` that lists every problem with its place. `known` is what
 * it may name; null does not look names up.
 */
export const requirePolicy = (text: string, known: KnownNames | null = null): Policy => {
  const parsed = parsePolicy(text, known);
  if (parsed.ok) return parsed.policy;
  throw new ActionRefused({
    kind: "invalid",
    message: `This is not a policy yet.\n${describeProblems(parsed.problems)}`,
  });
};

/** Refuses a note that is too long. */
export const requireNote = (note: string | null): string | null => {
  if (note === null || note.length <= maxNoteLength) return note;
  throw new ActionRefused({
    kind: "invalid",
    message: `A note on a version may have ${maxNoteLength} characters.`,
  });
};

/** The answer for a policy that does not exist or is another tenant's. */
export const noPolicy = () =>
  new ActionRefused({ kind: "not_found", message: "There is no such policy or version." });

/** SHA-256 of a page: two versions with the same hash say the same. */
export const policyHash = (text: string) => createHash("sha256").update(text).digest();

/** Stores a version in the name of the envelope's actor, with what answers under it rest on now and who typed it. */
export const storeVersion = async (
  tx: Tx,
  { tenantId, actor }: Envelope,
  version: {
    readonly policyId: string;
    readonly version: number;
    readonly text: string;
    readonly policy: Policy;
    readonly note: string | null;
    /** When it was written, where that is not now. */
    readonly at?: Date | undefined;
  },
  typists: StoredTypists | null = null,
) => {
  const { basis, hash } = await readPolicyBasis(tx, version.text, version.policy);
  await insertPolicyVersion(tx, tenantId, {
    policyId: version.policyId,
    version: version.version,
    text: version.text,
    parsed: version.policy,
    hash: policyHash(version.text),
    basis,
    basisHash: hash,
    note: version.note,
    typists,
    authorId: actor.id ?? actor.kind,
    authorName: actor.name ?? actor.kind,
    at: version.at ?? null,
  });
};
