import { v7 as uuidv7 } from "uuid";
import { docLimits } from "#contract/names.ts";
import type { DocName, DocUpdated } from "#contract/doc.ts";
import type { DocThread } from "#contract/doc-thread.ts";
import { storedRange } from "#contract/text-place.ts";
import { countOpenThreads, readDocThread } from "#db/reads/doc-threads.ts";
import type { Tx } from "#db/client.ts";
import { insertDocThread } from "#db/writes/doc-threads.ts";
import type { Envelope } from "../actions/envelope.ts";
import { changeOf, storeDocChange } from "./change-doc.ts";
import { editText } from "./edit-text.ts";
import { type LockedDoc, lockedDoc } from "./locked-doc.ts";
import { mergePages, type PageConflict } from "./merge-pages.ts";
import { firstClient } from "./open-doc.ts";
import { storable } from "./threads/storable.ts";

/** What those who have a page open have to be told. */
export type BroughtIn = {
  readonly updated: DocUpdated | null;
  readonly threads: readonly DocThread[];
};

/** A version that was written outside the shared page. */
export type VersionElsewhere = {
  readonly policyId: string;
  /** The text of the version before: what both come from. */
  readonly base: string;
  readonly text: string;
};

/**
 * Brings a version that was written elsewhere into the shared page, in the name of whoever saved it. What others have
 * written there and not saved stays; lines that both changed become suggestions on the page, as many as it takes. Does
 * nothing while nobody has opened the page: it will begin with this version.
 */
export const bringInVersion = async (
  tx: Tx,
  { tenantId, actor }: Envelope,
  { policyId, base, text }: VersionElsewhere,
): Promise<BroughtIn> => {
  const doc = { kind: "policy", id: policyId } as const;
  const page = await lockedDoc(tx, doc);
  if (page === null) return { updated: null, threads: [] };
  const memberId = actor.kind === "member" ? actor.id : null;
  // Without a person it is the document's own, like what it began with.
  if (memberId === null) page.doc.clientID = firstClient;
  const merged = mergePages(base, page.text.toJSON(), text);
  const change = changeOf(page.doc, () => editText(page.text, merged.text));
  const updated =
    change === null ? null : await storeDocChange(tx, tenantId, doc, { ...change, memberId });
  const room = docLimits.openThreads - (await countOpenThreads(tx, doc));
  const threads: DocThread[] = [];
  for (const conflict of merged.conflicts.slice(0, room)) {
    const id = await suggest(tx, tenantId, { doc, page, conflict, memberId });
    const thread = id === null ? null : await readDocThread(tx, doc, id);
    if (thread !== null) threads.push(thread);
  }
  page.doc.destroy();
  return { updated, threads };
};

/** Suggests the version's lines for those of the page; null when they are more than a suggestion holds. */
const suggest = async (
  tx: Tx,
  tenantId: string,
  {
    doc,
    page: { text },
    conflict: { from, to, proposed },
    memberId,
  }: {
    readonly doc: DocName;
    readonly page: LockedDoc;
    readonly conflict: PageConflict;
    readonly memberId: string | null;
  },
): Promise<string | null> => {
  const quote = text.toJSON().slice(from, to);
  if (Math.max(quote.length, proposed.length) > docLimits.suggestionLength) return null;
  const id = uuidv7();
  await insertDocThread(tx, tenantId, doc, {
    id,
    sort: "suggestion",
    ...storedRange(text, { from, to }),
    quote: storable(quote),
    proposed: storable(proposed),
    authorId: memberId,
    evidence: null,
  });
  return id;
};
