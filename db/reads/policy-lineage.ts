import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** A member who typed words of a page. */
export type Typist = { readonly id: string; readonly name: string };

/** Who typed the lines of a version: runs from a first to a last line, from 1, with places in `members`. */
export type StoredTypists = {
  readonly members: readonly Typist[];
  readonly lines: readonly (readonly [number, number, readonly number[]])[];
};

/** A version with what a look at its lines needs. */
export type LineageVersion = {
  readonly version: number;
  readonly text: string;
  readonly note: string | null;
  /** Who saved it: a member's id, or a word for who is none. */
  readonly authorId: string;
  readonly authorName: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Null where it was not written in the shared page. */
  readonly typists: StoredTypists | null;
};

/** Versions of a policy from `from` on towards the first, newest first, at most `count`. */
export const readLineage = (
  tx: Tx,
  policyId: string,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<readonly LineageVersion[]> =>
  tx<LineageVersion[]>`
    select version, text, note, author_id as "authorId", author_name as "authorName", ${isoTime(tx, "created_at")} as "createdAt", typists
    from xin.policy_versions where policy_id = ${policyId} and version <= ${from}
    order by version desc limit ${count}`;
