import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** A browser to test with. No `executablePath` means the one Playwright installed for itself. */
export type FoundBrowser = { executablePath?: string; args: string[] };

/**
 * Finds a Chromium: the one named in `XIN_CHROMIUM`, then `CHROME_PATH` or `CHROME_BIN`, then
 * Playwright's own, then the usual places of the operating systems. `undefined` when there is none.
 * Throws when `XIN_CHROMIUM` names something that does not start.
 */
export const findBrowser = (): FoundBrowser | undefined => {
  const chosen = process.env["XIN_CHROMIUM"];
  if (chosen !== undefined && starts(chosen)) return { executablePath: chosen, args };
  if (chosen !== undefined) {
    throw new Error(`XIN_CHROMIUM=${chosen} does not start. Correct it or unset it.`);
  }
  const named = [process.env["CHROME_PATH"] ?? "", process.env["CHROME_BIN"] ?? ""].find(starts);
  if (named !== undefined) return { executablePath: named, args };
  if (existsSync(chromium.executablePath())) return { args };
  const installed = usualPlaces.find(starts);
  return installed === undefined ? undefined : { executablePath: installed, args };
};

const isRoot = process.getuid?.() === 0;

/** Quiet flags: no traffic of the browser's own. Chromium's sandbox cannot run as root. */
const args = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(isRoot ? ["--no-sandbox"] : []),
];

/** Chromium without windows first: the browser tests take a third less time in it. */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  `${process.env["PROGRAMFILES"]}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env["PROGRAMFILES(X86)"]}\\Microsoft\\Edge\\Application\\msedge.exe`,
];

/** Asks for the version, since a file can exist and still not run (Ubuntu's stub for its snap). */
const starts = (path: string): boolean => {
  if (!existsSync(path)) return false;
  try {
    const answer = execFileSync(path, ["--version"], {
      timeout: 15_000,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /\d+\./.test(answer);
  } catch {
    return false;
  }
};
