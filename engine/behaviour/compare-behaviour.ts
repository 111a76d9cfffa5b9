import type { Db } from "#db/client.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import type { PolicyRef } from "../policy/publish-policy.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { noPolicy } from "../policy/store-version.ts";
import { answerOf, type TurnAnswer } from "../replay/compare-turn.ts";
import { diffWords } from "../replay/diff-words.ts";
import type { Replay } from "../replay/open-replay.ts";
import type { BehaviourChange, BehaviourSide, BehaviourSums } from "./behaviour-diff.ts";
import { type BehaviourQuestion, readQuestions } from "./read-questions.ts";

/** Two versions, and how many of the newest conversations they are asked about beside their saved tests. */
export type CompareBehaviour = {
  readonly before: PolicyRef;
  readonly after: PolicyRef;
  readonly conversations: number;
};

/** Today's knowledge and the workspace's models. */
export const asInProduction = {
  tuning: "production",
  model: "in-use",
  passages: "search",
} as const;

/** So many questions at a time, each under both versions one after the other: more would keep visitors waiting. */
const atOnce = 4;

/**
 * Asks the same questions under two versions, with today's knowledge and the workspace's models, and tells of each
 * as it is answered. Nothing is written and no tool is executed; calls of tools are answered as they were then.
 * Refused as `not_found` when there is no such version.
 */
export const compareBehaviour = async (
  { db, replay }: { readonly db: Db; readonly replay: Pick<Replay, "question"> },
  tenantId: string,
  { before, after, conversations }: CompareBehaviour,
  onChange: (change: BehaviourChange) => void = () => {},
  signal?: AbortSignal,
): Promise<BehaviourSums> => {
  const [earlier, later] = [
    await readSide(db, tenantId, before),
    await readSide(db, tenantId, after),
  ];
  const tests = [...later.tests, ...earlier.tests];
  const questions = readQuestions(db, tenantId, { tests, conversations });
  const changes: BehaviourChange[] = [];
  let [asked, failed] = [0, 0];
  const ask = async (side: Side, question: BehaviourQuestion) => {
    const version = { ...asInProduction, policy: side.ref };
    const { plan, costUsd, ms } = await replay.question(tenantId, question, version);
    return answerOf(plan, side.mode, costUsd, ms);
  };
  const work = async () => {
    for (;;) {
      if (signal?.aborted === true) return;
      const { value: question } = await questions.next();
      if (question === undefined) return;
      const index = asked++;
      try {
        const answers = [await ask(earlier, question), await ask(later, question)] as const;
        const change = toChange(index, question, answers);
        changes.push(change);
        onChange(change);
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return {
    questions: changes.length,
    answers: changes.filter(({ changed }) => changed.answer).length,
    outcomes: changes.filter(({ changed }) => changed.outcome).length,
    failed,
    before: sumOf(changes.map((change) => change.before)),
    after: sumOf(changes.map((change) => change.after)),
  };
};

type Side = {
  readonly ref: PolicyRef;
  readonly mode: TurnAnswer["mode"];
  readonly tests: readonly string[];
};

/** The saved tests of a version and how far it goes. Refused as `not_found` when there is none such. */
export const readSide = async (db: Db, tenantId: string, ref: PolicyRef): Promise<Side> => {
  const found = await db.tenant(tenantId, (tx) => readPolicyVersion(tx, ref.policyId, ref.version));
  if (found === null) throw noPolicy();
  const parsed = parsePolicy(found.text);
  if (!parsed.ok) return { ref, mode: "off", tests: [] };
  const { settings, tests } = parsed.policy;
  return { ref, mode: settings.mode, tests: tests.map(({ question }) => question) };
};

const toChange = (
  index: number,
  { question, conversationId }: BehaviourQuestion,
  [before, after]: readonly [TurnAnswer, TurnAnswer],
): BehaviourChange => {
  const words = diffWords(before.text ?? "", after.text ?? "");
  const answer = words.some(({ kind }) => kind !== "same");
  const changed = { answer, outcome: before.outcome !== after.outcome };
  return { index, question, conversationId, before, after, words, changed };
};

const sumOf = (answers: readonly TurnAnswer[]): BehaviourSide => {
  const count = (outcome: TurnAnswer["outcome"]) =>
    answers.filter((answer) => answer.outcome === outcome).length;
  return {
    sent: count("sent"),
    drafted: count("drafted"),
    handedOver: count("handed_over"),
    costUsd: answers.reduce((sum, { costUsd }) => sum + costUsd, 0),
    ms: answers.reduce((sum, { ms }) => sum + ms, 0),
  };
};
