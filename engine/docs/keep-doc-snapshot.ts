import type { DocName } from "#contract/doc.ts";
import { updateDocSnapshot } from "#db/writes/docs.ts";
import type { ActionDeps } from "../actions/action-deps.ts";

/** Keeps the whole of a document as it was at `seq`. The updates stay: they say who wrote what. */
export const keepDocSnapshot = (
  { db }: Pick<ActionDeps, "db">,
  tenantId: string,
  doc: DocName,
  state: { readonly seq: number; readonly snapshot: Uint8Array },
): Promise<void> => db.tenant(tenantId, (tx) => updateDocSnapshot(tx, doc, state));
