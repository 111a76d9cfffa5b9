import type { DocName } from "#contract/doc.ts";
import type { DocThread, EditPattern } from "#contract/doc-thread.ts";
import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** Threads that are no longer open are read up to here, the latest first. */
const mostDecided = 50;

/** The threads of a page, the oldest first: all that are open, and the latest of the others. */
export const readDocThreads = (tx: Tx, { kind, id }: DocName): Promise<DocThread[]> =>
  tx<DocThread[]>`
    select ${columns(tx)} from xin.doc_threads t ${people(tx)}
    where t.kind = ${kind} and t.doc_id = ${id} and (t.state = 'open' or t.id in (
      select id from xin.doc_threads
      where kind = ${kind} and doc_id = ${id} and state <> 'open'
      order by changed_at desc limit ${mostDecided}))
    order by t.created_at, t.id`;

/** One thread of a page; null when the page has no such thread. */
export const readDocThread = async (
  tx: Tx,
  { kind, id }: DocName,
  threadId: string,
): Promise<DocThread | null> => {
  const [thread] = await tx<DocThread[]>`
    select ${columns(tx)} from xin.doc_threads t ${people(tx)}
    where t.kind = ${kind} and t.doc_id = ${id} and t.id = ${threadId}`;
  return thread ?? null;
};

/** What Xin has suggested for a page so far, and what became of it. */
export const readSuggestedPatterns = async (
  tx: Tx,
  { kind, id }: DocName,
): Promise<{ readonly state: DocThread["state"]; readonly evidence: EditPattern }[]> => {
  const rows = await tx<{ state: DocThread["state"]; evidence: EditPattern }[]>`
    select state, evidence from xin.doc_threads
    where kind = ${kind} and doc_id = ${id} and evidence is not null`;
  return [...rows];
};

/** How many threads of a page are open. */
export const countOpenThreads = async (tx: Tx, { kind, id }: DocName): Promise<number> => {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from xin.doc_threads
    where kind = ${kind} and doc_id = ${id} and state = 'open'`;
  return row?.count ?? 0;
};

const columns = (tx: Tx) => tx`
  t.id, t.sort, t.range_start as start, t.range_end as "end", t.quote, t.proposed, t.state, t.evidence,
  case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name) end as author,
  case when d.id is not null then jsonb_build_object('id', d.id, 'name', d.name) end as "decidedBy",
  ${isoTime(tx, "t.created_at")} as at,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', c.id, 'author', jsonb_build_object('id', m.id, 'name', m.name),
      'body', c.body, 'at', ${isoTime(tx, "c.created_at")}) order by c.created_at, c.id)
    from xin.doc_comments c join xin.members m on m.tenant_id = c.tenant_id and m.id = c.author_id
    where c.tenant_id = t.tenant_id and c.thread_id = t.id
  ), '[]') as comments`;

const people = (tx: Tx) => tx`
  left join xin.members a on a.tenant_id = t.tenant_id and a.id = t.author_id
  left join xin.members d on d.tenant_id = t.tenant_id and d.id = t.decided_by`;
