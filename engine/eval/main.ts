import "../runtime/assert-node.ts";
import { confidenceUsage, readConfidenceArguments } from "./confidence-arguments.ts";
import { evaluateAnswers } from "./evaluate-answers.ts";
import { evaluateRetrieval } from "./evaluate-retrieval.ts";
import { evaluatedModel } from "./evaluated-model.ts";
import { readCorpus, readQueries } from "./evaluation-rows.ts";
import { fitConfidence } from "./fit-confidence.ts";
import { readRetrievalArguments, retrievalUsage } from "./retrieval-arguments.ts";
import { openScratchDatabase, type ScratchDatabase } from "./scratch-database.ts";
import { UsageProblem } from "./usage-problem.ts";

/**
 * `npm run eval -- <what> ...`: measures a part of the product by its own interfaces, on a fresh
 * database that is thrown away. Exit code 2 and one line on stderr when it was called wrongly.
 */
const run = async ([what, ...flags]: readonly string[]): Promise<string> => {
  if (what === "retrieval") return measured(flags, evaluateRetrieval);
  if (what === "answers") return measured(flags, evaluateAnswers);
  if (what === "confidence") return confidence(flags);
  const usage = `Usage:\n  ${retrievalUsage}\n  ${retrievalUsage.replace("retrieval", "answers")}\n  ${confidenceUsage}`;
  throw new UsageProblem(what === undefined ? usage : `There is no evaluation "${what}". ${usage}`);
};

/** Reads the files named by the flags, and gives them to an evaluation on a fresh database. */
const measured = async (
  flags: readonly string[],
  evaluate: (
    ...given: Parameters<typeof evaluateRetrieval>
  ) => Promise<Readonly<Record<string, number | null>>>,
): Promise<string> => {
  const { chunksPath, queriesPath, shots, json, ...chosen } = readRetrievalArguments(flags);
  const corpus = await readCorpus(chunksPath, shots);
  const queries = await readQueries(queriesPath);
  const model = await evaluatedModel(chosen);
  const report = await withDatabase(({ db }) => evaluate(db, corpus, queries, model));
  return json ? JSON.stringify(report) : tableOf(report);
};

const tableOf = (report: Readonly<Record<string, number | null>>): string =>
  Object.entries(report)
    .map(([name, value]) => `${name.padEnd(14)}${value ?? "-"}`)
    .join("\n");

const confidence = async (flags: readonly string[]): Promise<string> => {
  const { sets, shots } = readConfidenceArguments(flags);
  const read = await Promise.all(
    sets.map(async ({ chunksPath, queriesPath }) => ({
      corpus: await readCorpus(chunksPath, shots),
      queries: await readQueries(queriesPath),
    })),
  );
  return JSON.stringify(await withDatabase(({ db }) => fitConfidence(db, read)));
};

const withDatabase = async <T>(use: (database: ScratchDatabase) => Promise<T>): Promise<T> => {
  const database = await openScratchDatabase(process.env["XIN_TEST_DATABASE_URL"] ?? null);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
};

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  if (!(error instanceof UsageProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
