import type { DecisionTool } from "#contract/decision.ts";
import type { RecordedCall } from "./recorded-tools.ts";

/** The calls of a decision that a tool answered. One whose input was too long to be kept whole is left out. */
export const recordedCalls = (tools: readonly DecisionTool[]): readonly RecordedCall[] =>
  tools.flatMap(({ name, input, result, outcome, found }) => {
    if (!answered.has(outcome)) return [];
    try {
      return [{ name, input: JSON.parse(input) as unknown, output: found ?? result }];
    } catch {
      return [];
    }
  });

const answered = new Set<DecisionTool["outcome"]>([
  "answered",
  "proposed",
  "done",
  "refused",
  "failed",
]);
