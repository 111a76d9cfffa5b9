import { availableParallelism } from "node:os";
import { lingui, linguiTransformerBabelPreset } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import { configDefaults, defineConfig } from "vitest/config";

const cores = availableParallelism();
/** Waiting is bounded, not short: a busy machine must not fail a test that only waits. */
const expect = { poll: { timeout: 10_000, interval: 25 } };
const serverTests = "**/*.{pg,redis}.test.ts";

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
          exclude: [...configDefaults.exclude, serverTests],
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
          name: "pg",
          include: [serverTests],
          maxWorkers: Math.max(1, Math.floor(cores / 2)),
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
