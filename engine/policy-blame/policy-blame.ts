import type { Typist } from "#db/reads/policy-lineage.ts";

/** A version that some line of a page comes from. */
export type BlamedVersion = {
  readonly version: number;
  readonly note: string | null;
  /** Who saved it: a member's id, or a word for who is none. */
  readonly authorId: string;
  readonly authorName: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/** A line of a page, and where it comes from. */
export type BlamedLine = {
  readonly text: string;
  /** The version that had it first. */
  readonly version: number;
  /** Who typed what stands in it, where it was written in the shared page; else nobody is named beside the author. */
  readonly typedBy: readonly Typist[];
};

/** Who wrote which line of a version. */
export type PolicyBlame = {
  readonly version: number;
  readonly lines: readonly BlamedLine[];
  /** Newest first. */
  readonly versions: readonly BlamedVersion[];
  /** The oldest version that was looked at, when there are older ones: its lines may be older than it. */
  readonly cutAt: number | null;
};
