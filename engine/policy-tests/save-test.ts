import type { Locale } from "#contract/ids.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { changeOf, storeDocChange } from "../docs/change-doc.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { noDoc, openDoc } from "../docs/open-doc.ts";
import { type Insertion, insertInSection } from "../policy/insert-in-section.ts";
import { readItems } from "../policy/page-item.ts";
import { parseTest } from "../policy/parse-test.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { questionsIn, testQuestions } from "./test-questions.ts";
import { type NewTest, writeTest } from "./write-test.ts";

/** A test for the page of a policy, in the language it is written in there. */
export type SaveTest = NewTest & { readonly policyId: string; readonly locale: Locale };

/** Tests for the page of a policy as its lines say them; the language is that of the heading, where there is none yet. */
export type SaveTests = {
  readonly policyId: string;
  readonly locale: Locale;
  readonly lines: readonly string[];
};

/** Most tests that are put into a page at once. */
export const mostTests = 50;

/** Puts one test into the page of a policy, as `saveTests` does. Answers its line. */
export const saveTest = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, locale, ...test }: SaveTest,
): Promise<{ readonly line: string }> => {
  assertMay(env.actor.role, "policies.write");
  const line = writeTest(test, locale);
  await saveTests(deps, env, { policyId, locale, lines: [line] });
  return { line };
};

/**
 * Puts tests into the page of a policy, at the end of its Tests section, for everybody who writes there; they count
 * once the page is saved as a version. All go in, or none. Needs `policies.write`; refused as
 * `invalid` for what is no test, for none and for more than 50, as `conflict` when the page asks one of the
 * questions already, as `not_found` when there is no such policy.
 */
export const saveTests = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, locale, lines }: SaveTests,
): Promise<void> => {
  const { tenantId, actor } = env;
  assertMay(actor.role, "policies.write");
  if (lines.length === 0 || lines.length > mostTests) {
    const message = `Choose 1 to ${mostTests} tests.`;
    throw new ActionRefused({ kind: "invalid", message });
  }
  for (const line of lines) assertTest(line);
  const memberId = actor.id;
  const doc = { kind: "policy", id: policyId } as const;
  if (memberId === null) throw noDoc();
  await openDoc(deps, tenantId, doc);
  const updated = await deps.db.tenant(tenantId, async (tx) => {
    const page = await lockedDoc(tx, doc);
    if (page === null) throw noDoc();
    const change = changeOf(page.doc, () => {
      for (const line of lines) {
        const { at, words } = insertionOf(page.text.toJSON(), line, locale);
        page.text.insert(at, words);
      }
    });
    page.doc.destroy();
    if (change === null) throw noDoc();
    return storeDocChange(tx, tenantId, doc, { ...change, memberId });
  });
  deps.bus.publish({ type: "doc.updated", tenantId, updated });
};

/** Refuses a line that is none, or more, of a test. */
const assertTest = (line: string): void => {
  const [item] = readItems([{ line: 1, text: line }]);
  const test = item === undefined || /[\r\n]/.test(line) ? null : parseTest(item);
  if (test !== null && "question" in test) return;
  const message = test?.en ?? 'A test is one line: - Asked "How long is delivery?", it answers.';
  throw new ActionRefused({ kind: "invalid", message });
};

/** Where a test goes in a page. Refused as `conflict` when the page asks its question already. */
const insertionOf = (text: string, line: string, locale: Locale): Insertion => {
  const [asked = ""] = questionsIn([{ line: 1, text: line }]);
  if (testQuestions(text).some((question) => sameQuestion(question, asked))) {
    throw new ActionRefused({
      kind: "conflict",
      message: "The page has a test with this question already.",
    });
  }
  return insertInSection(text, "tests", line, { en: "Tests", zh: "测试" }, locale);
};

const sameQuestion = (one: string, other: string): boolean =>
  one.toLowerCase().replaceAll(/\s+/g, " ") === other.toLowerCase().replaceAll(/\s+/g, " ");
