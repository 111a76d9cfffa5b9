import { availableParallelism } from "node:os";
import { lingui, linguiTransformerBabelPreset } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import { configDefaults, defineConfig } from "vitest/config";

const cores = availableParallelism();
/** Waiting is bounded, not short: a busy machine must not fail a test that only waits. */
const expect = { poll: { timeout: 10_000, interval: 25 } };
/**
 * A test's name says which database it needs: `embedded`, or `pg` for both engines, or only Redis.
 * XIN_TEST_ENGINES=postgres leaves out what the embedded database alone can run.
 */
const databaseTests = "**/*.{embedded,pg,redis}.test.ts";
const onServers = process.env["XIN_TEST_ENGINES"] === "postgres";

/**
 * Four kinds of tests, named with `vitest run --project <name>`. They run one group after the other
 * because the later groups start a database or a whole server each, and two cores carry only a few
 * of those at once.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: [
            "{engine,db,realtime,load,chaos}/**/*.test.ts",
            "tests/{support,fakes}/**/*.test.ts",
            "app/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, databaseTests],
          maxWorkers: cores,
          testTimeout: 15_000,
          hookTimeout: 30_000,
          expect,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [babel({ presets: [linguiTransformerBabelPreset()] }), lingui()],
        test: {
          name: "ui",
          include: ["app/**/*.test.tsx"],
          maxWorkers: cores,
          testTimeout: 15_000,
          expect,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "database",
          include: [onServers ? "**/*.{pg,redis}.test.ts" : databaseTests],
          exclude: [...configDefaults.exclude, "tests/integration/**"],
          maxWorkers: cores,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "integration",
          include: [`tests/integration/**/*${onServers ? ".pg" : ""}.test.ts`],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
