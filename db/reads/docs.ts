import type { DocName } from "#contract/doc.ts";
import type { Tx } from "../client.ts";

/** What is stored of a shared document. `snapshot` holds everything up to `snapshotSeq`. */
export type StoredDoc = {
  readonly lastSeq: number;
  readonly snapshot: Uint8Array | null;
  readonly snapshotSeq: number;
};

/** An update of a shared document, in the first encoding of Yjs. */
export type StoredDocUpdate = { readonly seq: number; readonly update: Uint8Array };

/** The document, or null when nobody has opened it yet or it is another tenant's. */
export const readDoc = async (tx: Tx, { kind, id }: DocName): Promise<StoredDoc | null> => {
  const [row] = await tx<StoredDoc[]>`
    select last_seq as "lastSeq", snapshot, snapshot_seq as "snapshotSeq"
    from xin.docs where kind = ${kind} and id = ${id}`;
  return row ?? null;
};

/** The updates after a seq, in order. */
export const readDocUpdates = (
  tx: Tx,
  { kind, id }: DocName,
  after: number,
): Promise<StoredDocUpdate[]> =>
  tx<StoredDocUpdate[]>`select seq, update from xin.doc_updates
    where kind = ${kind} and doc_id = ${id} and seq > ${after} order by seq`;

/** Whether a person has changed a document; what it began with and what the AI wrote have no author. */
export const isDocChanged = async (tx: Tx, { kind, id }: DocName): Promise<boolean> => {
  const rows = await tx`select 1 from xin.doc_updates
    where kind = ${kind} and doc_id = ${id} and author_id is not null limit 1`;
  return rows.length > 0;
};

/** The updates that no person wrote, in order. */
export const readUnsignedDocUpdates = (tx: Tx, { kind, id }: DocName): Promise<StoredDocUpdate[]> =>
  tx<StoredDocUpdate[]>`select seq, update from xin.doc_updates
    where kind = ${kind} and doc_id = ${id} and author_id is null order by seq`;

/** Whose each of these Yjs clients is; those nobody has used yet are left out. */
export const readDocClients = async (
  tx: Tx,
  { kind, id }: DocName,
  clients: readonly number[],
): Promise<Map<number, string>> => {
  const rows = await tx<{ client: number; memberId: string }[]>`
    select client, member_id as "memberId" from xin.doc_clients
    where kind = ${kind} and doc_id = ${id} and client = any(${[...clients]}::bigint[])`;
  return new Map(rows.map(({ client, memberId }) => [client, memberId]));
};
