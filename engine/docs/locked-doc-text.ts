import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { readDoc, readDocUpdates } from "#db/reads/docs.ts";
import { lockDoc } from "#db/writes/docs.ts";
import { docText } from "./doc-text.ts";

/** The text of a document that stays as it is to the end of the transaction. */
export type LockedDocText = {
  readonly text: string;
  /** Whether anybody has changed what it began with. */
  readonly changed: boolean;
};

/** Locks a document and answers its text; null when nobody has opened it. */
export const lockedDocText = async (tx: Tx, name: DocName): Promise<LockedDocText | null> => {
  if (!(await lockDoc(tx, name))) return null;
  const stored = await readDoc(tx, name);
  if (stored === null) return null;
  const doc = new Y.Doc();
  if (stored.snapshot !== null) Y.applyUpdateV2(doc, stored.snapshot);
  for (const { update } of await readDocUpdates(tx, name, stored.snapshotSeq)) {
    Y.applyUpdate(doc, update);
  }
  const text = doc.getText(docText).toJSON();
  doc.destroy();
  return { text, changed: stored.lastSeq > 1 };
};
