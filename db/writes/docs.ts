import type { DocName } from "#contract/doc.ts";
import type { Tx } from "../client.ts";

/** Adds a document with its first update, unless it is there already. */
export const insertDoc = async (
  tx: Tx,
  tenantId: string,
  { kind, id }: DocName,
  first: Uint8Array,
): Promise<void> => {
  const added = await tx`insert into xin.docs (tenant_id, kind, id, last_seq)
    values (${tenantId}, ${kind}, ${id}, 1) on conflict do nothing returning id`;
  if (added.length === 0) return;
  await tx`insert into xin.doc_updates (tenant_id, kind, doc_id, seq, author_id, update)
    values (${tenantId}, ${kind}, ${id}, 1, null, ${first})`;
};

/** Locks a document to the end of the transaction. False when nobody has opened it. */
export const lockDoc = async (tx: Tx, { kind, id }: DocName): Promise<boolean> => {
  const rows = await tx`select 1 from xin.docs where kind = ${kind} and id = ${id} for update`;
  return rows.length > 0;
};

/** Takes the next `count` numbers of a document and locks it to the end of the transaction. Answers the last. */
export const takeDocSeqs = async (
  tx: Tx,
  { kind, id }: DocName,
  count: number,
): Promise<number | null> => {
  const [row] = await tx<{ seq: number }[]>`update xin.docs set last_seq = last_seq + ${count}
    where kind = ${kind} and id = ${id} returning last_seq as seq`;
  return row?.seq ?? null;
};

/** Stores an update under its number. The author is null for the AI. */
export const insertDocUpdate = async (
  tx: Tx,
  tenantId: string,
  { kind, id }: DocName,
  row: { readonly seq: number; readonly authorId: string | null; readonly update: Uint8Array },
): Promise<void> => {
  await tx`insert into xin.doc_updates (tenant_id, kind, doc_id, seq, author_id, update)
    values (${tenantId}, ${kind}, ${id}, ${row.seq}, ${row.authorId}, ${row.update})`;
};

/** A member's update, before it has its number. */
export type AuthoredUpdate = { readonly authorId: string; readonly update: Uint8Array };

/**
 * Takes the next numbers of a document for those updates whose authors have one of the roles now, in their order,
 * stores them, and locks the document to the end of the transaction. One statement, whatever their count. Answers
 * the number of the first and who may write; null when nobody may, or there is no such document.
 */
export const insertUpdatesOf = async (
  tx: Tx,
  tenantId: string,
  { kind, id }: DocName,
  updates: readonly AuthoredUpdate[],
  roles: readonly string[],
): Promise<{ readonly first: number; readonly writers: ReadonlySet<string> } | null> => {
  const authors = updates.map(({ authorId }) => authorId);
  const texts = updates.map(({ update }) => Buffer.from(update).toString("base64"));
  const [row] = await tx<{ first: number | null; writers: string[] | null }[]>`
    with wanted as materialized (
      select u.n, u.author_id, u.update
      from unnest(${authors}::uuid[], ${texts}::text[]) with ordinality as u(author_id, update, n)
      join xin.members m on m.id = u.author_id and m.role = any(${[...roles]}::text[])
    ), counted as (select count(*) as count from wanted), taken as (
      update xin.docs set last_seq = last_seq + counted.count from counted
      where kind = ${kind} and id = ${id} and counted.count > 0
      returning last_seq - counted.count as before
    ), stored as (
      insert into xin.doc_updates (tenant_id, kind, doc_id, seq, author_id, update)
      select ${tenantId}, ${kind}, ${id}, taken.before + row_number() over (order by wanted.n),
        wanted.author_id, decode(wanted.update, 'base64')
      from wanted, taken
      returning seq, author_id
    )
    select min(seq) as first, array_agg(distinct author_id::text) as writers from stored`;
  if (row === undefined || row.first === null) return null;
  return { first: row.first, writers: new Set(row.writers) };
};

/** Says whose a Yjs client is. The first who says so has it: false when somebody has said so before. */
export const insertDocClient = async (
  tx: Tx,
  tenantId: string,
  { kind, id }: DocName,
  client: number,
  memberId: string,
): Promise<boolean> => {
  const added = await tx`insert into xin.doc_clients (tenant_id, kind, doc_id, client, member_id)
    values (${tenantId}, ${kind}, ${id}, ${client}, ${memberId}) on conflict do nothing returning client`;
  return added.length > 0;
};

/** Keeps the whole document as it was at `seq`, unless a later one is kept. */
export const updateDocSnapshot = async (
  tx: Tx,
  { kind, id }: DocName,
  { seq, snapshot }: { readonly seq: number; readonly snapshot: Uint8Array },
): Promise<void> => {
  await tx`update xin.docs set snapshot = ${snapshot}, snapshot_seq = ${seq}
    where kind = ${kind} and id = ${id} and snapshot_seq < ${seq} and last_seq >= ${seq}`;
};
