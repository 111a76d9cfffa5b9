import { Schema } from "effect";
import type { Tx } from "#db/client.ts";
import {
  readRetrievalMoves,
  readRetrievalPointer,
  readRetrievalVersion,
  readRetrievalVersions,
  type RetrievalMove,
  type RetrievalVersionRow,
} from "#db/reads/retrieval-configs.ts";
import { defaultTuning, type Tuning, TuningSchema } from "../tuning.ts";

/** A version of the tuning with who made it; r0 came with Xin and has no author. */
export type TuningVersion = {
  readonly version: number;
  readonly tuning: Tuning;
  readonly note: string | null;
  readonly authorName: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
};

/** Everything there is to know of a workspace's tuning. */
export type Tunings = {
  readonly production: { readonly version: number; readonly tuning: Tuning };
  /** Number of the newest version; 0 when nothing was saved. */
  readonly last: number;
  /** The newest 100, newest first; r0 stands last. */
  readonly versions: readonly TuningVersion[];
  /** The newest 100 moves of the pointer, newest first. */
  readonly moves: readonly RetrievalMove[];
};

/** Reads the versions of the tuning, which one answers visitors, and how that came about. */
export const readTunings = async (tx: Tx): Promise<Tunings> => {
  const [pointer, rows, moves] = await Promise.all([
    readRetrievalPointer(tx),
    readRetrievalVersions(tx),
    readRetrievalMoves(tx),
  ]);
  const row = pointer.production === 0 ? null : await readRetrievalVersion(tx, pointer.production);
  const tuning = row === null ? defaultTuning : decode(row.tuning);
  return {
    production: { version: pointer.production, tuning },
    last: pointer.last,
    versions: [...rows.map(toVersion), builtIn],
    moves,
  };
};

const decode = Schema.decodeUnknownSync(TuningSchema);

const toVersion = (row: RetrievalVersionRow): TuningVersion => ({
  ...row,
  tuning: decode(row.tuning),
});

const builtIn: TuningVersion = {
  version: 0,
  tuning: defaultTuning,
  note: null,
  authorName: null,
  createdAt: null,
};
