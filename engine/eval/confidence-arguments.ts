import { parseArgs } from "node:util";
import { UsageProblem } from "./usage-problem.ts";

/** How to call it. */
export const confidenceUsage =
  "npm run eval -- confidence --set CHUNKS.jsonl,QUERIES.jsonl [--set ...] [--shots 10]";

/** Reads the flags of `npm run eval -- confidence`. Throws UsageProblem on what it cannot serve. */
export const readConfidenceArguments = (flags: readonly string[]) => {
  const { set = [], shots = "10" } = parse(flags);
  if (set.length === 0) throw new UsageProblem(`--set is missing. Usage: ${confidenceUsage}`);
  if (!/^[1-9]\d{0,5}$/.test(shots)) {
    throw new UsageProblem(`--shots must be a whole number from 1, not "${shots}".`);
  }
  const sets = set.map((pair) => {
    const [chunksPath, queriesPath] = pair.split(",");
    if (chunksPath && queriesPath) return { chunksPath, queriesPath };
    throw new UsageProblem(`--set ${pair} must name two files with a comma between.`);
  });
  return { sets, shots: Number(shots) };
};

const parse = (flags: readonly string[]) => {
  try {
    return parseArgs({
      args: [...flags],
      options: { set: { type: "string", multiple: true }, shots: { type: "string" } },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(`${reason}. Usage: ${confidenceUsage}`);
  }
};
