import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import type { Postgres } from "./postgres.ts";

/** Reads a shared document as the store has it, past the product: its snapshot and what came after. */
export const readStoredDoc = async (postgres: Postgres, { kind, id }: DocName): Promise<Y.Doc> => {
  const where = `kind = '${kind}' and`;
  const [stored] = await postgres.superuser(
    `select encode(snapshot, 'base64') as snapshot, snapshot_seq as seq
     from xin.docs where ${where} id = '${id}'`,
  );
  const doc = new Y.Doc();
  const snapshot = stored?.["snapshot"];
  if (typeof snapshot === "string") Y.applyUpdateV2(doc, Buffer.from(snapshot, "base64"));
  const updates = await postgres.superuser(
    `select encode(update, 'base64') as update from xin.doc_updates
     where ${where} doc_id = '${id}' and seq > ${Number(stored?.["seq"] ?? 0)} order by seq`,
  );
  for (const { update } of updates) Y.applyUpdate(doc, Buffer.from(String(update), "base64"));
  return doc;
};
