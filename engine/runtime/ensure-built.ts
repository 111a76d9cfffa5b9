import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockBuild } from "./lock-build.ts";
import { consoleSources, hashSources, widgetSources } from "./build-sources.ts";
import type { Logger } from "./log.ts";

/** Something that is built: its sources, the folder it lands in, and the command. */
type Build = {
  readonly name: string;
  readonly sources: readonly string[];
  readonly folder: string;
  readonly command: readonly string[];
};

const builds = {
  console: {
    name: "console",
    sources: consoleSources,
    folder: "build",
    command: ["node_modules/@react-router/dev/bin.cjs", "build"],
  },
  widget: {
    name: "widget",
    sources: widgetSources,
    folder: "build-widget",
    command: ["node_modules/vite/bin/vite.js", "build", "--config", "app/widget/vite.config.ts"],
  },
} satisfies Record<string, Build>;

/**
 * Builds the named parts when their sources have changed since the last build. A hash of the sources
 * lies in the build's folder. The bundler runs in a process of its own, so that nothing of it stays in
 * the server's memory; several starting servers take turns. Rejects with the bundler's last words.
 */
export const ensureBuilt = async (
  projectFolder: string,
  log: Logger,
  names: readonly (keyof typeof builds)[],
): Promise<void> => {
  const wanted = names.map((name) => builds[name]);
  const states = await Promise.all(wanted.map((build) => isFresh(projectFolder, build)));
  if (states.every((state) => state.fresh)) return;
  await mkdir(join(projectFolder, ".cache"), { recursive: true });
  const release = await lockBuild(join(projectFolder, ".cache", "build.lock"));
  try {
    for (const build of wanted) await buildOnce(projectFolder, build, log);
  } finally {
    await release();
  }
};

const buildOnce = async (projectFolder: string, build: Build, log: Logger) => {
  const { fresh, hash } = await isFresh(projectFolder, build);
  if (fresh) return;
  const startedMs = performance.now();
  log.info({ part: build.name }, "building");
  await run(projectFolder, build);
  await writeFile(hashFile(projectFolder, build), hash);
  log.info({ part: build.name, tookMs: Math.round(performance.now() - startedMs) }, "built");
};

const isFresh = async (projectFolder: string, build: Build) => {
  const hash = await hashSources(projectFolder, build.sources);
  const built = await readFile(hashFile(projectFolder, build), "utf8").catch(() => "");
  return { fresh: built === hash, hash };
};

const hashFile = (projectFolder: string, build: Build) =>
  join(projectFolder, build.folder, ".sources-hash");

const run = (projectFolder: string, build: Build) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, build.command, {
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: "production", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The ${build.name} could not be built:\n${output.trim()}`));
    });
  });
