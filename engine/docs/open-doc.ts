import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import { type StoredDoc, type StoredDocUpdate, readDoc, readDocUpdates } from "#db/reads/docs.ts";
import { readNewestPolicyText } from "#db/reads/policies.ts";
import { insertDoc } from "#db/writes/docs.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { docText } from "./doc-text.ts";

/** A document as it is stored: the snapshot and what came after it. */
export type OpenedDoc = StoredDoc & { readonly updates: readonly StoredDocUpdate[] };

/** The Yjs client that wrote what a document began with. No person's client has this number. */
export const firstClient = 1;

/**
 * Reads a shared document. Nobody has opened it before: it begins with the policy's newest version.
 * Refused as `not_found` when there is no such policy.
 */
export const openDoc = async (
  { db }: Pick<ActionDeps, "db">,
  tenantId: string,
  doc: DocName,
): Promise<OpenedDoc> =>
  db.tenant(tenantId, async (tx) => {
    if ((await readDoc(tx, doc)) === null) {
      const text = await readNewestPolicyText(tx, doc.id);
      if (text === null) throw noDoc();
      await insertDoc(tx, tenantId, doc, beginning(text));
    }
    const stored = await readDoc(tx, doc);
    if (stored === null) throw noDoc();
    return { ...stored, updates: await readDocUpdates(tx, doc, stored.snapshotSeq) };
  });

/** The answer for a document that does not exist or is another tenant's. */
export const noDoc = () =>
  new ActionRefused({ kind: "not_found", message: "There is no such document." });

/** The same bytes whoever makes them: two nodes that open a document at once begin it alike. */
const beginning = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = firstClient;
  doc.getText(docText).insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};
