import type { Tx } from "#db/client.ts";
import { readMovedLines } from "#db/reads/moved-lines.ts";
import { startLine, type Tuning } from "../tuning.ts";
import { scorerOf } from "./scorer-of.ts";

/** The lines a workspace sends by under a tuning. A line is a confidence of 0..1; null sends nothing. */
export type HeldLines = {
  /** How confidence comes about now, by which evidence is kept. */
  readonly scoring: string;
  /** Who wrote the newest answer, and so probably writes the next. */
  readonly usual: string | null;
  /** Holds for every writer about whom nothing else was learnt. */
  readonly start: number | null;
  readonly learnt: ReadonlyMap<string, number | null>;
};

/** Reads the lines: two small indexed look-ups, in the transaction that reads the policy. */
export const readHeldLines = async (tx: Tx, tuning: Tuning): Promise<HeldLines> => {
  const { sendLine } = tuning;
  const setting = typeof sendLine === "number" ? null : sendLine;
  const { scoring, usual, moved } = await readMovedLines(tx, scorerOf(tuning), setting);
  const learnt = new Map(moved.map(({ writer, line }) => [writer, line] as const));
  return { scoring, usual, start: startOf(sendLine), learnt };
};

/** Where a setting begins: with "proven", at nothing. */
export const startOf = (sendLine: Tuning["sendLine"]): number | null => {
  if (typeof sendLine === "number") return sendLine;
  return sendLine === "learn" ? startLine : null;
};

/** The line for what a writer wrote; for whoever writes next when that is not known yet. */
export const lineFor = ({ learnt, start, usual }: HeldLines, writer: string | null) => {
  const line = learnt.get(writer ?? usual ?? "");
  return line === undefined ? start : line;
};

/** Names who wrote an answer; null while nobody has. */
export const writerOf = ({
  provider,
  model,
}: {
  readonly provider: string | null;
  readonly model: string | null;
}): string | null => (provider === null || model === null ? null : `${provider}/${model}`);
