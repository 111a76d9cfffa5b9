import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the console's build is made of. Server code that routes import stays outside the bundle. */
export const consoleSources = [
  "app/**/*.{ts,tsx,css,po,svg,woff2}",
  "docs/help/*/*.md",
  "public/**/*",
  "realtime/contract/*.ts",
  "vite.config.ts",
  "react-router.config.ts",
  "lingui.config.ts",
  "package-lock.json",
];

/** What the widget's build is made of. */
export const widgetSources = [
  "app/widget/**/*.{ts,tsx,css}",
  "app/sync/core/**/*.ts",
  "app/passages/**/*.ts",
  "realtime/contract/*.ts",
  "package-lock.json",
];

/** A hash over names and contents of the files that match. Tests do not count. */
export const hashSources = async (
  projectFolder: string,
  patterns: readonly string[],
): Promise<string> => {
  const found = new Set<string>();
  for await (const entry of glob(patterns, { cwd: projectFolder, withFileTypes: true })) {
    if (!entry.isFile() || /\.(test|spec)\.tsx?$/.test(entry.name)) continue;
    found.add(join(entry.parentPath, entry.name));
  }
  const hash = createHash("sha256");
  for (const path of [...found].toSorted()) {
    hash.update(path.slice(projectFolder.length)).update("\0");
    hash.update(await readFile(path)).update("\0");
  }
  return hash.digest("hex");
};
