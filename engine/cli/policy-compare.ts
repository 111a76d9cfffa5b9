import type { BehaviourChange, BehaviourSide, BehaviourSums } from "../behaviour/behaviour-diff.ts";
import { compareBehaviour } from "../behaviour/compare-behaviour.ts";
import { mostConversations } from "../behaviour/read-questions.ts";
import type { PolicyRef } from "../policy/publish-policy.ts";
import { type CommandContext, UsageError } from "./command.ts";
import { findPolicy, nameOption } from "./find-policy.ts";
import type { Run } from "./policy-pointers.ts";
import { withReplay } from "./with-replay.ts";

/**
 * Asks the same questions under two versions of a policy, without names under the one that answers and the newest.
 * Exit code 1 says that something is different, as --fail-on has it, or that a question could not be asked.
 */
export const compare: Run = (context, [from, to]) => {
  const failOn = failOnOption(context);
  const conversations = conversationsOption(context);
  const [earlier, later] = [versionOf(from), versionOf(to)];
  return withReplay(context, async ({ db, replay }, tenantId) => {
    const policy = await findPolicy(db, tenantId, nameOption(context));
    const version = earlier ?? policy.productionVersion;
    if (version === null) {
      throw new UsageError(`No version of "${policy.name}" answers. Name two, such as v3 v5.`);
    }
    const before: PolicyRef = { policyId: policy.id, version };
    const after: PolicyRef = { policyId: policy.id, version: later ?? policy.lastVersion };
    const changes: BehaviourChange[] = [];
    const wanted = { before, after, conversations };
    const sums = await compareBehaviour({ db, replay }, tenantId, wanted, (change) =>
      changes.push(change),
    );
    const sorted = changes.toSorted((one, other) => one.index - other.index);
    const { failed, outcomes, answers } = sums;
    const counted = { outcome: outcomes, answer: answers + outcomes, nothing: 0 }[failOn];
    return {
      text: describeBehaviour(sorted, sums, [before, after]),
      json: { before, after, changes: sorted, sums },
      exitCode: failed + counted > 0 ? 1 : 0,
    };
  });
};

const versionOf = (words: string | undefined): number | null => {
  if (words === undefined) return null;
  const version = /^v?(\d{1,9})$/i.exec(words)?.[1];
  if (version === undefined) throw new UsageError(`"${words}" is no version. Write such as v3.`);
  return Number(version);
};

/** What counts as a failure beside questions that could not be asked. */
const failures = ["outcome", "answer", "nothing"] as const;

const failOnOption = ({ options }: CommandContext): (typeof failures)[number] => {
  const given = options["fail-on"] ?? "outcome";
  const found = failures.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageError(`--fail-on is ${failures.join(", ")}.`);
};

const conversationsOption = ({ options }: CommandContext): number => {
  const given = Number(options["conversations"] ?? 20);
  if (Number.isInteger(given) && given >= 0 && given <= mostConversations) return given;
  throw new UsageError(`--conversations is a number from 0 to ${mostConversations}.`);
};

/** A table for a terminal: a line each, those that changed with their words; then the sums. */
const describeBehaviour = (
  changes: readonly BehaviourChange[],
  sums: BehaviourSums,
  [before, after]: readonly [PolicyRef, PolicyRef],
): string => {
  const width = { outcome: "handed_over".length, question: 60 };
  const head = ["", `v${before.version}`, `v${after.version}`];
  const row = ([mark = "", one = "", other = "", question = ""]: readonly string[]) =>
    `${mark.padEnd(2)}${one.padEnd(width.outcome)}  ${other.padEnd(width.outcome)}  ${question}`.trimEnd();
  const lines = changes.flatMap(({ question, before: was, after: is, words, changed }) => [
    row([
      changed.outcome ? "!" : changed.answer ? "~" : "",
      was.outcome,
      is.outcome,
      shortened(oneLine(question), width.question),
    ]),
    ...(changed.answer
      ? [`    ${oneLine(words.map(({ kind, text }) => marks[kind](text)).join(""))}`]
      : []),
  ]);
  return [
    row([...head, "question"]),
    ...lines,
    "",
    `${sums.questions} questions: ${sums.outcomes} outcomes (!) and ${sums.answers} answers (~) are different, ${sums.failed} could not be asked.`,
    `v${before.version}: ${describeSide(sums.before)}`,
    `v${after.version}: ${describeSide(sums.after)}`,
  ].join("\n");
};

const describeSide = ({ sent, drafted, handedOver, costUsd, ms }: BehaviourSide) =>
  `${sent} sent, ${drafted} drafted, ${handedOver} handed over, $${costUsd.toFixed(4)}, ${Math.round(ms)} ms`;

const marks = {
  same: (text: string) => text,
  removed: (text: string) => `[-${text}-]`,
  added: (text: string) => `{+${text}+}`,
};

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
