import { defineConfig } from "@playwright/test";
import { productFlags } from "./chaos/fleet/product-flags.ts";
import { e2eDataDir } from "./tests/support/e2e-folder.ts";
import { findBrowser } from "./tests/support/find-browser.ts";
import { inheritedSettings } from "./tests/support/product-environment.ts";
import { readyLine } from "./tests/support/start-server.ts";

const browser = findBrowser();
// The built-in model writes slowly here, so that a person can take over while it does.
const settings = `NODE_ENV=production HOST=127.0.0.1 PORT=0 XIN_REPLY_PACE_MS=120 XIN_DATA_DIR="${e2eDataDir()}"`;
const flags = productFlags.map((flag) => `"${flag}"`).join(" ");
const unset = inheritedSettings().map((name) => `-u ${name}`);

export default defineConfig({
  outputDir: "test-results",
  // Long enough for two slow cores with other work; a test that passes does not wait.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalTimeout: 22 * 60_000,
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: process.env["CI"] === "true",
  use: {
    baseURL: process.env["XIN_URL"],
    // A picture of each moment would take a sixth of the time; a trace shows its pages without.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: { executablePath: browser?.executablePath, args: browser?.args },
  },
  projects: [
    { name: "support", testDir: "tests/support", testMatch: "*.spec.ts" },
    { name: "sign-in", testDir: "tests/support", testMatch: "sign-in.setup.ts" },
    { name: "e2e", testDir: "tests/e2e", dependencies: ["sign-in"] },
  ],
  webServer: {
    command: `exec env ${unset.join(" ")} ${settings} "${process.execPath}" ${flags} server.ts --production`,
    wait: { stdout: readyLine },
    timeout: 90_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 35_000 },
  },
});
