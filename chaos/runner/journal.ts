import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";
import type { Verdict } from "../history/check-history.ts";
import { projectFolder } from "../fleet/project-folder.ts";
import type { Bar } from "./bar.ts";
import type { JournalStep } from "./drill-run.ts";

/** What a drill did and what came out, for machines; modelled on Chaos Toolkit's journal. */
export type Journal = {
  readonly id: string;
  readonly title: string;
  /** `failed`: a bar was missed. `aborted`: it could not be run to its end; `failure` says why. */
  readonly status: "completed" | "failed" | "aborted";
  /** Whether the installation was no longer well after the drill. */
  readonly deviated: boolean;
  readonly failure: string | null;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly seed: number;
  readonly steady_states: { readonly before: boolean; readonly after: boolean };
  readonly run: readonly JournalStep[];
  readonly rollbacks: readonly JournalStep[];
  /** File with every send and every event shown. */
  readonly history: string | null;
  readonly faults: readonly {
    readonly name: string;
    readonly atMs: number;
    readonly inFlight: number;
  }[];
  /** The referee's judgement; null when the drill did not come that far. */
  readonly checker: Verdict | null;
  readonly bars: readonly Bar[];
  readonly env: JournalEnv;
  readonly git: string;
};

/** On what it ran. */
export type JournalEnv = {
  readonly node: string;
  readonly kernel: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** The entry point of the server. */
  readonly build: string;
};

/** Describes this machine and what is drilled on it. */
export const describeEnv = (build: string): JournalEnv => ({
  node: process.versions.node,
  kernel: release(),
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1024 / 1024),
  build,
});

/** The commit that is checked out; `unknown` outside of a repository. */
export const describeGit = (): string => {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], {
      cwd: projectFolder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    // An unpacked archive has no history; the journal says so.
    return "unknown";
  }
};
