import type * as Y from "yjs";
import type { DocName, DocUpdated } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { insertDocClient, insertDocUpdate, takeDocSeqs } from "#db/writes/docs.ts";
import { noDoc } from "./open-doc.ts";

/** A change of a document that is not stored yet, and the Yjs client it is of. */
export type DocChange = { readonly update: Uint8Array; readonly client: number };

/** Changes a copy of a document; null when nothing changed. */
export const changeOf = (doc: Y.Doc, change: () => void): DocChange | null => {
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array) => void updates.push(update);
  doc.on("update", collect);
  doc.transact(change);
  doc.off("update", collect);
  const [update] = updates;
  return update === undefined ? null : { update, client: doc.clientID };
};

/** Stores a change of a locked document as one of a member's own, or as nobody's. Answers what its readers have to be told. */
export const storeDocChange = async (
  tx: Tx,
  tenantId: string,
  doc: DocName,
  { update, client, memberId }: DocChange & { readonly memberId: string | null },
): Promise<DocUpdated> => {
  const seq = await takeDocSeqs(tx, doc, 1);
  if (seq === null) throw noDoc();
  if (memberId !== null) await insertDocClient(tx, tenantId, doc, client, memberId);
  await insertDocUpdate(tx, tenantId, doc, { seq, authorId: memberId, update });
  return { doc, from: seq, seq, update: Buffer.from(update).toString("base64") };
};
