import { parseArgs } from "node:util";
import { UsageProblem } from "./usage-problem.ts";

/** What `npm run eval -- retrieval` was asked to do. */
export type RetrievalArguments = {
  readonly chunksPath: string;
  readonly queriesPath: string;
  /** Examples of each intent to index; all when null. */
  readonly shots: number | null;
  /** What makes the vectors: `none`, `bundled`, or the base URL of an API in OpenAI's dialect. */
  readonly embedding: string;
  /** Name of the model at that URL. */
  readonly model: string;
  readonly json: boolean;
};

/** How to call it. */
export const retrievalUsage =
  "npm run eval -- retrieval --chunks F.jsonl --queries F.jsonl [--shots 10] [--embedding none|bundled|URL [--model NAME]] [--json]";

/** Servers of one model take any name. */
const defaultModel = "text-embedding-3-small";

/** Reads the flags. Throws UsageProblem on one it does not know or cannot serve. */
export const readRetrievalArguments = (flags: readonly string[]): RetrievalArguments => {
  const values = parse(flags);
  const { chunks, queries, shots, embedding = "none", model = defaultModel, json = false } = values;
  if (chunks === undefined) throw new UsageProblem(`--chunks is missing. Usage: ${retrievalUsage}`);
  if (queries === undefined)
    throw new UsageProblem(`--queries is missing. Usage: ${retrievalUsage}`);
  if (embedding !== "none" && embedding !== "bundled" && !/^https?:\/\/./.test(embedding)) {
    throw new UsageProblem(
      `--embedding must be none, bundled or the base URL of an embeddings API, not "${embedding}".`,
    );
  }
  if (shots !== undefined && !/^[1-9]\d{0,5}$/.test(shots)) {
    throw new UsageProblem(`--shots must be a whole number from 1, not "${shots}".`);
  }
  return {
    chunksPath: chunks,
    queriesPath: queries,
    shots: shots === undefined ? null : Number(shots),
    embedding,
    model,
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
        model: { type: "string" },
        json: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(`${reason}. Usage: ${retrievalUsage}`);
  }
};
