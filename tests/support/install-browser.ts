import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findBrowser } from "./find-browser.ts";
import type { FoundBrowser } from "./find-browser.ts";

/**
 * A browser to test with, installed from Debian's packages when there is none and we may: on Debian
 * as root. `undefined` when no browser could be had; the reason is printed.
 */
export const ensureBrowser = (): FoundBrowser | undefined => {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (!isDebian() || process.getuid?.() !== 0) {
    console.error(
      "No Chromium found. Install one (Debian: apt-get install chromium-headless-shell) or set XIN_CHROMIUM.",
    );
    return undefined;
  }
  console.error("No Chromium found. Installing Debian's.");
  const installed =
    aptGet(["update", "-qq"]) && aptGet(["install", "-y", "--no-install-recommends", ...packages]);
  if (!installed) console.error("apt-get could not install Chromium. Its messages are above.");
  return findBrowser();
};

/** The font is for the Chinese half of the interface; without it every character is a box. */
const packages = ["chromium-headless-shell", "fonts-noto-cjk"];
const aptTimeoutMs = 10 * 60_000;

/** Only Debian itself: on Ubuntu the package `chromium` is an empty pointer to a snap. */
const isDebian = () =>
  existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));

const aptGet = (args: string[]) =>
  spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: aptTimeoutMs,
  }).status === 0;
