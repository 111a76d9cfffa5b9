import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { isDocChanged, readDoc, readDocUpdates } from "#db/reads/docs.ts";
import { lockDoc } from "#db/writes/docs.ts";
import { docText } from "./doc-text.ts";

/** A document that stays as it is to the end of the transaction. */
export type LockedDoc = {
  /** A copy: what is done to it is stored nowhere. */
  readonly doc: Y.Doc;
  readonly text: Y.Text;
  /** Whether a person has written in it. */
  readonly changed: boolean;
};

/** Locks a document and reads it; null when nobody has opened it. */
export const lockedDoc = async (tx: Tx, name: DocName): Promise<LockedDoc | null> => {
  if (!(await lockDoc(tx, name))) return null;
  const stored = await readDoc(tx, name);
  if (stored === null) return null;
  const doc = new Y.Doc();
  if (stored.snapshot !== null) Y.applyUpdateV2(doc, stored.snapshot);
  for (const { update } of await readDocUpdates(tx, name, stored.snapshotSeq)) {
    Y.applyUpdate(doc, update);
  }
  return { doc, text: doc.getText(docText), changed: await isDocChanged(tx, name) };
};
