import { parseArgs } from "node:util";
import { UsageProblem } from "./usage-problem.ts";

/** What `npm run eval -- retrieval` was asked to do. */
export type RetrievalArguments = {
  readonly chunksPath: string;
  readonly queriesPath: string;
  /** Examples of each intent to index; all when null. */
  readonly shots: number | null;
  /** Which model makes the vectors; `none` searches without one. */
  readonly embedding: "none" | "bundled";
  readonly json: boolean;
};

/** How to call it. */
export const retrievalUsage =
  "npm run eval -- retrieval --chunks F.jsonl --queries F.jsonl [--shots 10] [--embedding none|bundled] [--json]";

/** Reads the flags. Throws UsageProblem on one it does not know or cannot serve. */
export const readRetrievalArguments = (flags: readonly string[]): RetrievalArguments => {
  const values = parse(flags);
  const { chunks, queries, shots, embedding = "none", json = false } = values;
  if (chunks === undefined) throw new UsageProblem(`--chunks is missing. Usage: ${retrievalUsage}`);
  if (queries === undefined)
    throw new UsageProblem(`--queries is missing. Usage: ${retrievalUsage}`);
  if (embedding !== "none" && embedding !== "bundled") {
    throw new UsageProblem(`--embedding must be none or bundled, not "${embedding}".`);
  }
  if (shots !== undefined && !/^[1-9]\d{0,5}$/.test(shots)) {
    throw new UsageProblem(`--shots must be a whole number from 1, not "${shots}".`);
  }
  return {
    chunksPath: chunks,
    queriesPath: queries,
    shots: shots === undefined ? null : Number(shots),
    embedding,
    json,
  };
};

const parse = (flags: readonly string[]) => {
  try {
    return parseArgs({
      args: [...flags],
      options: {
        chunks: { type: "string" },
        queries: { type: "string" },
        shots: { type: "string" },
        embedding: { type: "string" },
        json: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(`${reason}. Usage: ${retrievalUsage}`);
  }
};
