import { startBenchServer } from "../lib/bench-server.ts";
import { rounded } from "../lib/percentile.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine } from "./measured.ts";
import { withDatabase } from "./with-database.ts";

const size = { passages: 1000, tests: 200, conversations: 100 };

type Compared = {
  readonly questions: number;
  readonly outcomes: number;
  readonly firstMs: number;
  readonly ms: number;
};

/**
 * How long the gate of a policy takes with the built-in model: 200 tests, and two versions compared over the
 * questions of 100 conversations and of those tests. One round: it is long enough.
 */
export const benchPolicyTests = (env: Environment): Promise<BenchLine[]> =>
  withDatabase(env, async (databaseUrl) => {
    await using server = await startBenchServer("policy-tests-server");
    await server.call("open", { databaseUrl, ...size });
    const tests = await server.call<{ ms: number }>("runTests");
    const compared = await server.call<Compared>("compare", size);
    return [
      {
        bench: "policy-tests",
        engine: databaseUrl === null ? "embedded" : "postgres",
        ...size,
        testsSeconds: rounded(tests.ms / 1000),
        compared: compared.questions,
        otherOutcomes: compared.outcomes,
        firstComparedMs: rounded(compared.firstMs),
        comparedSeconds: rounded(compared.ms / 1000),
        ...machine(),
        rounds: 1,
      },
    ];
  });
