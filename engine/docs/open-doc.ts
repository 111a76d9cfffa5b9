import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import { type StoredDoc, type StoredDocUpdate, readDoc, readDocUpdates } from "#db/reads/docs.ts";
import { lockLiveDraft } from "#db/reads/drafts.ts";
import { readDraftProposed } from "#db/reads/events.ts";
import { readNewestPolicyText } from "#db/reads/policies.ts";
import type { Tx } from "#db/client.ts";
import { insertDoc } from "#db/writes/docs.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { docText } from "./doc-text.ts";

/** A document as it is stored: the snapshot and what came after it. */
export type OpenedDoc = StoredDoc & { readonly updates: readonly StoredDocUpdate[] };

/** The Yjs client that wrote what a document began with; the AI writes with those after it. */
export const firstClient = 1;

/** Up to this number clients are the AI's: no person writes with one of them. */
export const lastOwnClient = 10_000;

/**
 * Reads a shared document. Nobody has opened it before: a policy's page begins with the newest version, a draft
 * with what the AI proposed. Refused as `not_found` when there is no such policy, or no such draft that waits.
 */
export const openDoc = async (
  { db }: Pick<ActionDeps, "db">,
  tenantId: string,
  doc: DocName,
): Promise<OpenedDoc> =>
  db.tenant(tenantId, async (tx) => {
    if ((await readDoc(tx, doc)) === null) {
      const text = await firstText(tx, doc);
      if (text === null) throw noDoc();
      await insertDoc(tx, tenantId, doc, beginning(text));
    }
    const stored = await readDoc(tx, doc);
    if (stored === null) throw noDoc();
    return { ...stored, updates: await readDocUpdates(tx, doc, stored.snapshotSeq) };
  });

const firstText = async (tx: Tx, { kind, id }: DocName): Promise<string | null> => {
  if (kind === "policy") return readNewestPolicyText(tx, id);
  // The conversation stays locked: who sends the draft meanwhile finds its document, or it is not opened.
  const conversationId = await lockLiveDraft(tx, id);
  if (conversationId === null) return null;
  const proposed = await readDraftProposed(tx, conversationId, id);
  // A text field knows one kind of line end.
  return proposed?.body.type === "draft.proposed"
    ? proposed.body.text.replaceAll(/\r\n?/g, "\n")
    : null;
};

/** The answer for a document that does not exist or is another tenant's. */
export const noDoc = () =>
  new ActionRefused({ kind: "not_found", message: "There is no such document." });

/** The same bytes whoever makes them: two nodes that open a document at once begin it alike. */
export const beginning = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = firstClient;
  doc.getText(docText).insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};
