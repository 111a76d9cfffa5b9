import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The temporary folder of one run of the browser tests, removed when the run ends. Playwright reads
 * its configuration again in every worker; workers inherit the variable and find the same folder.
 */
export const e2eFolder = (): string => {
  const inherited = process.env["E2E_FOLDER"];
  if (inherited !== undefined) return inherited;
  const folder = mkdtempSync(join(tmpdir(), "xin-e2e-"));
  mkdirSync(join(folder, "data"));
  process.env["E2E_FOLDER"] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Data folder of the server under test. */
export const e2eDataDir = (): string => join(e2eFolder(), "data");

/**
 * Cookies of the demo member, signed in once for all tests since the link works once. Use it with
 * `test.use({ storageState: operatorState() })`.
 */
export const operatorState = (): string => join(e2eFolder(), "operator.json");
