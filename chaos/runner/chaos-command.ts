import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { projectFolder } from "../fleet/project-folder.ts";
import type { Drill } from "./define-drill.ts";

/** What `npm run chaos` was asked for. */
export type ChaosCommand =
  | { readonly kind: "list" }
  | { readonly kind: "up" }
  | {
      readonly kind: "run";
      readonly drills: readonly Drill[];
      readonly seed: number;
      /** Share of the sockets that R17 opens. */
      readonly scale: number;
      /** Folder of journals, histories and logs. */
      readonly out: string;
      /** Entry point of the server, from the project's folder. */
      readonly build: string;
      /** Whether standard output is for a program: one journal a line. */
      readonly json: boolean;
    };

/** The command was called wrongly. Exit code 2. */
export class ChaosUsageError extends Error {}

const usage =
  "Usage: npm run chaos -- <drill>... | all | smoke | list | up  [--seed N] [--scale X] [--out DIR] [--build FILE] [--json]";

/** Drills of the short form, for every change. */
const smokeDrills = ["R1", "R5"];

/** Reads the words of the command line. Throws ChaosUsageError, which says what would be right. */
export const parseChaosCommand = (
  words: readonly string[],
  drills: readonly Drill[],
): ChaosCommand => {
  const { values, positionals } = parsed(words);
  const [first] = positionals;
  if (first === undefined) throw new ChaosUsageError(usage);
  if (first === "list" || first === "up") return { kind: first };
  return {
    kind: "run",
    drills: positionals.flatMap((name) => named(name, drills)),
    seed: values.seed === undefined ? freshSeed() : seedOf(values.seed),
    scale: values.scale === undefined ? 1 : scaleOf(values.scale),
    out: resolve(values.out ?? resolve(projectFolder, ".xin-chaos")),
    build: buildOf(values.build ?? "server.ts"),
    json: values.json,
  };
};

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        seed: { type: "string" },
        scale: { type: "string" },
        out: { type: "string" },
        build: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new ChaosUsageError(
      `${error instanceof Error ? error.message : String(error)}\n${usage}`,
    );
  }
};

const named = (name: string, drills: readonly Drill[]): readonly Drill[] => {
  if (name === "all") return drills;
  if (name === "smoke") return drills.filter(({ id }) => smokeDrills.includes(id));
  const found = drills.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return [found];
  const known = drills.map(({ id }) => id).join(", ");
  throw new ChaosUsageError(`There is no drill "${name}". There are: ${known}, all and smoke.`);
};

const largestSeed = 2 ** 32 - 1;

const seedOf = (text: string): number => {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= largestSeed) return seed;
  throw new ChaosUsageError(`--seed is a whole number from 0 to ${largestSeed}, not "${text}".`);
};

const scaleOf = (text: string): number => {
  const scale = Number(text);
  if (scale > 0 && scale <= 1) return scale;
  throw new ChaosUsageError(`--scale is a share above 0 and at most 1, not "${text}".`);
};

const freshSeed = () => Math.floor(Math.random() * largestSeed);

const buildOf = (path: string): string => {
  if (existsSync(resolve(projectFolder, path))) return path;
  throw new ChaosUsageError(
    `There is no file ${path}. --build takes the entry point of a server, such as server.ts or tests/broken/ack-before-commit.ts.`,
  );
};
