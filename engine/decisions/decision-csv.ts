import type { Decision } from "#contract/decision.ts";
import { csvCell } from "./csv-cell.ts";

type Cell = string | number | boolean | null;

/** The columns of an exported decision, in order. */
const columns: readonly (readonly [name: string, value: (decision: Decision) => Cell])[] = [
  ["id", ({ id }) => id],
  ["created_at", ({ createdAt }) => createdAt],
  ["conversation_id", ({ conversationId }) => conversationId],
  ["trigger_seq", ({ triggerSeq }) => triggerSeq],
  ["kind", ({ kind }) => kind],
  ["mode", ({ mode }) => mode],
  ["outcome", ({ outcome }) => outcome],
  ["reason", ({ reason }) => reason],
  ["question", ({ question }) => question],
  ["answer", ({ answer }) => answer],
  ["confidence", ({ confidence }) => confidence],
  ["threshold", ({ threshold }) => threshold],
  ["policy", ({ policy }) => policy?.name ?? null],
  ["policy_version", ({ policy }) => policy?.version ?? null],
  ["policy_lines", ({ rules }) => rules.map(({ line }) => line).join(" ")],
  ["sources", ({ citations }) => [...new Set(citations.map(({ title }) => title))].join("; ")],
  ["guards_failed", ({ guards }) => failed(guards)],
  ["provider", ({ provider }) => provider],
  ["model", ({ model }) => model],
  [
    "tools",
    ({ tools }) => (tools ?? []).map(({ name, outcome }) => `${name}:${outcome}`).join(" "),
  ],
  ["tokens_in", ({ tokensIn }) => tokensIn],
  ["tokens_out", ({ tokensOut }) => tokensOut],
  ["cost_usd", ({ costUsd }) => costUsd],
  ["total_ms", ({ timingsMs }) => timingsMs.total],
  ["message_seq", ({ messageSeq }) => messageSeq],
  ["after", ({ reactions }) => reactions.map(({ kind }) => kind).join(" ")],
  ["edit_distance", ({ reactions }) => reactions.findLast(isEdit)?.editDistance ?? null],
  ["words_changed", ({ reactions }) => reactions.findLast(isEdit)?.wordsChanged ?? null],
  ["draft_waited_ms", ({ reactions }) => reactions.findLast(endsDraft)?.waitedMs ?? null],
  ["discard_reason", ({ reactions }) => reactions.findLast(isRejection)?.reason ?? null],
];

const failed = (guards: Decision["guards"]): string =>
  guards.flatMap(({ name, passed }) => (passed ? [] : [name])).join(" ");

const isEdit = ({ kind }: Decision["reactions"][number]): boolean => kind === "edited";

const isRejection = ({ kind }: Decision["reactions"][number]): boolean => kind === "rejected";

const endsDraft = ({ waitedMs }: Decision["reactions"][number]): boolean => waitedMs !== null;

/** The first line, after the mark by which spreadsheets know that the file is UTF-8. */
export const csvHead = `\uFEFF${columns.map(([name]) => name).join(",")}\r\n`;

/** A decision as a line of CSV. */
export const csvLine = (decision: Decision): string =>
  `${columns.map(([, value]) => csvCell(value(decision))).join(",")}\r\n`;
