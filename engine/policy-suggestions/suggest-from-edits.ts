import { v7 as uuidv7 } from "uuid";
import type { DocThread, EditPattern } from "#contract/doc-thread.ts";
import type { Locale } from "#contract/ids.ts";
import { storedRange } from "#contract/text-place.ts";
import { countOpenThreads, readDocThread, readSuggestedPatterns } from "#db/reads/doc-threads.ts";
import { docLimits } from "#contract/names.ts";
import { readEditedDrafts } from "#db/reads/edited-drafts.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { insertDocThread } from "#db/writes/doc-threads.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { openDoc } from "../docs/open-doc.ts";
import { storable } from "../docs/threads/storable.ts";
import { type Insertion, insertInSection } from "../policy/insert-in-section.ts";
import { detectLanguage } from "../reply/detect-language.ts";
import { findPatterns, keyOf } from "./find-patterns.ts";

/** Edits looked at. */
const mostDrafts = 60;
/** Suggestions made in one go: an author reads a few. */
const mostAtOnce = 3;
/** A pattern that was rejected comes back when it has so many times the drafts it had. */
const moreEvidence = 2;

/**
 * Suggests small changes of the page that answers visitors, from what people's edits of drafts have in common. Each
 * stands in the page as an open suggestion of Xin's with the decisions it comes from; nothing is applied. A pattern
 * that was accepted or waits is not suggested again. Answers how many were made.
 */
export const suggestFromEdits = async (
  deps: Pick<ActionDeps, "db" | "bus">,
  tenantId: string,
): Promise<number> => {
  const found = await deps.db.tenant(tenantId, async (tx) => ({
    policy: await readProductionPolicy(tx),
    patterns: findPatterns(await readEditedDrafts(tx, mostDrafts)),
  }));
  if (found.policy === null || found.patterns.length === 0) return 0;
  const doc = { kind: "policy", id: found.policy.policyId } as const;
  await openDoc(deps, tenantId, doc);
  const made = await deps.db.tenant(tenantId, async (tx) => {
    const page = await lockedDoc(tx, doc);
    if (page === null) return [];
    const text = page.text.toJSON();
    const before = await readSuggestedPatterns(tx, doc);
    const room = docLimits.openThreads - (await countOpenThreads(tx, doc));
    const isNew = (pattern: EditPattern) => !isKnown(text, before, pattern);
    const threads: DocThread[] = [];
    for (const pattern of found.patterns.filter(isNew).slice(0, Math.min(mostAtOnce, room))) {
      const { at, words } = insertionFor(text, pattern);
      const id = uuidv7();
      await insertDocThread(tx, tenantId, doc, {
        id,
        sort: "suggestion",
        ...storedRange(page.text, { from: at, to: at }),
        quote: "",
        proposed: storable(words),
        authorId: null,
        evidence: { ...pattern, words: storable(pattern.words) },
      });
      const thread = await readDocThread(tx, doc, id);
      if (thread !== null) threads.push(thread);
    }
    page.doc.destroy();
    return threads;
  });
  for (const thread of made) {
    deps.bus.publish({ type: "doc.discussed", tenantId, discussed: { doc, thread } });
  }
  return made.length;
};

type Before = Awaited<ReturnType<typeof readSuggestedPatterns>>;

const isKnown = (text: string, before: Before, { kind, words, decisionIds }: EditPattern) => {
  const key = keyOf(words);
  if (keyOf(text).includes(key)) return true;
  return before.some(({ state, evidence }) => {
    if (evidence.kind !== kind || keyOf(evidence.words) !== key) return false;
    return state !== "rejected" || decisionIds.length < moreEvidence * evidence.decisionIds.length;
  });
};

/** What the page would say: a sentence that is never sent, or a line for the tone. */
const insertionFor = (text: string, { kind, words }: EditPattern): Insertion => {
  const locale = detectLanguage(words, "en");
  if (kind === "removed") {
    const line = locale === "zh" ? `- “${words}”` : `- "${words}"`;
    return insertInSection(text, "never", line, { en: "Never", zh: "绝不" }, locale);
  }
  const line = toneLine(kind, locale, words);
  return insertInSection(text, "tone", line, { en: "Tone", zh: "语气" }, locale);
};

const toneLine = (kind: "added" | "discarded", locale: Locale, words: string): string => {
  const said = words.replaceAll(/["“”]/g, "'").slice(0, 200);
  if (kind === "added") {
    return locale === "zh" ? `适合时加上：“${said}”` : `Where it fits, add: "${said}"`;
  }
  return locale === "zh"
    ? `同事放弃草稿的原因，请避免：“${said}”`
    : `Avoid what colleagues discard drafts for: "${said}"`;
};
