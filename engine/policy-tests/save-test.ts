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
import { readPage } from "../policy/read-page.ts";
import { sectionKind } from "../policy/section-kind.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { type NewTest, writeTest } from "./write-test.ts";

/** A test for the page of a policy, in the language it is written in there. */
export type SaveTest = NewTest & { readonly policyId: string; readonly locale: Locale };

/**
 * Puts a test into the page of a policy, at the end of its Tests section, for everybody who writes there; it counts
 * once the page is saved as a version. Answers its line. Needs `policies.write`; refused as `invalid` for what is
 * no test, `conflict` when the page asks this question already, `not_found` when there is no such policy.
 */
export const saveTest = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, locale, ...test }: SaveTest,
): Promise<{ readonly line: string }> => {
  const { tenantId, actor } = env;
  assertMay(actor.role, "policies.write");
  const line = writeTest(test, locale);
  const memberId = actor.id;
  const doc = { kind: "policy", id: policyId } as const;
  if (memberId === null) throw noDoc();
  await openDoc(deps, tenantId, doc);
  const updated = await deps.db.tenant(tenantId, async (tx) => {
    const page = await lockedDoc(tx, doc);
    if (page === null) throw noDoc();
    const { at, words } = insertionOf(page.text.toJSON(), line, locale);
    const change = changeOf(page.doc, () => page.text.insert(at, words));
    page.doc.destroy();
    if (change === null) throw noDoc();
    return storeDocChange(tx, tenantId, doc, { ...change, memberId });
  });
  deps.bus.publish({ type: "doc.updated", tenantId, updated });
  return { line };
};

/** Where a test goes in a page. Refused as `conflict` when the page asks its question already. */
const insertionOf = (text: string, line: string, locale: Locale): Insertion => {
  const section = readPage(text).sections.find(({ heading }) => sectionKind(heading) === "tests");
  const asked = questionOf(line);
  if (readItems(section?.lines ?? []).some((item) => sameQuestion(questionIn(item), asked))) {
    throw new ActionRefused({
      kind: "conflict",
      message: "The page has a test with this question already.",
    });
  }
  return insertInSection(text, "tests", line, { en: "Tests", zh: "测试" }, locale);
};

const questionIn = (item: ReturnType<typeof readItems>[number]): string => {
  const test = parseTest(item);
  return "question" in test ? test.question : "";
};
const questionOf = (line: string): string => {
  const [item] = readItems([{ line: 1, text: line }]);
  return item === undefined ? "" : questionIn(item);
};
const sameQuestion = (one: string, other: string): boolean =>
  one.toLowerCase().replaceAll(/\s+/g, " ") === other.toLowerCase().replaceAll(/\s+/g, " ");
