import type { Db } from "#db/client.ts";
import { readNewestConversations } from "#db/reads/newest-conversations.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { mostConversations } from "../behaviour/read-questions.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { noDoc, openDoc } from "../docs/open-doc.ts";
import { likeness } from "../policy-diff/alike.ts";
import { contentWords } from "../policy/words.ts";
import { readTurns } from "../replay/read-turns.ts";
import { testOfTurn, type TurnTest } from "./test-of-turn.ts";
import { testQuestions } from "./test-questions.ts";

/** A test that a recent conversation suggests. */
export type GeneratedTest = TurnTest & {
  /** Where it was asked last. */
  readonly conversationId: string;
  readonly seq: number;
  readonly at: string;
  /** How often something like it was asked in the conversations looked at, this time included. */
  readonly times: number;
};

/** What the newest conversations suggest. */
export type GeneratedTests = {
  /** What was asked most comes first; at most 30. */
  readonly tests: readonly GeneratedTest[];
  /** Conversations looked at, and questions that the page asks already. */
  readonly conversations: number;
  readonly known: number;
};

/** From this share of common words on, two questions are one. */
const alikeFrom = 0.6;
const mostGenerated = 30;

/**
 * Proposes tests for the page of a policy from the newest conversations, one for questions that are alike, none for
 * those the page asks already. Nothing is written, and no model is asked. Refused as `not_found` when there is no
 * such policy.
 */
export const generateTests = async (
  deps: Pick<ActionDeps, "db" | "bus">,
  tenantId: string,
  { policyId, conversations }: { readonly policyId: string; readonly conversations: number },
): Promise<GeneratedTests> => {
  const page = await readPageText(deps, tenantId, policyId);
  const ids = await deps.db.tenant(tenantId, (tx) =>
    readNewestConversations(tx, Math.min(conversations, mostConversations)),
  );
  const found: GeneratedTest[] = [];
  for (const conversationId of ids)
    found.push(...(await testsOf(deps.db, tenantId, conversationId)));
  const asked = testQuestions(page).map(wordsOf);
  const fresh = found.filter(
    ({ question }) => !asked.some((one) => isAlike(one, wordsOf(question))),
  );
  const tests = clustered(fresh).toSorted(
    (one, other) => other.times - one.times || other.at.localeCompare(one.at),
  );
  return {
    tests: tests.slice(0, mostGenerated),
    conversations: ids.length,
    known: found.length - fresh.length,
  };
};

/** The page as people write it now. */
const readPageText = async (
  deps: Pick<ActionDeps, "db" | "bus">,
  tenantId: string,
  policyId: string,
): Promise<string> => {
  const doc = { kind: "policy", id: policyId } as const;
  await openDoc(deps, tenantId, doc);
  return deps.db.tenant(tenantId, async (tx) => {
    const page = await lockedDoc(tx, doc);
    if (page === null) throw noDoc();
    const text = page.text.toJSON();
    page.doc.destroy();
    return text;
  });
};

const testsOf = async (db: Db, tenantId: string, conversationId: string) => {
  const read = await db.tenant(tenantId, (tx) => readTurns(tx, conversationId));
  return (read?.turns ?? []).flatMap((turn): GeneratedTest[] => {
    const test = testOfTurn(turn);
    return test === null ? [] : [{ ...test, conversationId, seq: turn.seq, at: turn.at, times: 1 }];
  });
};

/** One of each: what people corrected says more than what they let stand, then the newest. */
const clustered = (tests: readonly GeneratedTest[]): readonly GeneratedTest[] => {
  const kept: { test: GeneratedTest; readonly words: ReadonlySet<string> }[] = [];
  for (const test of tests) {
    const words = wordsOf(test.question);
    const near = kept.find((one) => isAlike(one.words, words));
    if (near === undefined) kept.push({ test, words });
    else {
      const [better, other] =
        weightOf(test) > weightOf(near.test) ? [test, near.test] : [near.test, test];
      near.test = { ...better, times: better.times + other.times };
    }
  }
  return kept.map(({ test }) => test);
};

const weightOf = ({ reason }: GeneratedTest) => weights[reason.kind];
const weights = { edited: 3, discarded: 2, approved: 1, "handed-over": 0, sent: 0 } as const;

const wordsOf = (question: string): ReadonlySet<string> => new Set(contentWords(question));
const isAlike = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  likeness(one, other) >= alikeFrom;
