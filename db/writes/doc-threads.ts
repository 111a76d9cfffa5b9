import type { DocName } from "#contract/doc.ts";
import type { DocThread } from "#contract/doc-thread.ts";
import type { Tx } from "../client.ts";

/** A thread to store. `authorId` is a member; null is Xin, which says what it comes from. */
export type NewDocThread = Pick<
  DocThread,
  "id" | "sort" | "start" | "end" | "quote" | "proposed" | "evidence"
> & {
  readonly authorId: string | null;
  /** When it was begun, where that is not now. */
  readonly at?: Date | undefined;
};

/** Adds a thread. False when the tenant has one of this id. */
export const insertDocThread = async (
  tx: Tx,
  tenantId: string,
  doc: DocName,
  thread: NewDocThread,
): Promise<boolean> => {
  const { id, sort, start, end, quote, proposed, authorId, evidence, at } = thread;
  const rows = await tx`insert into xin.doc_threads
    (tenant_id, kind, doc_id, id, sort, range_start, range_end, quote, proposed, author_id, evidence,
      created_at, changed_at)
    values (${tenantId}, ${doc.kind}, ${doc.id}, ${id}, ${sort}, ${start}, ${end}, ${quote}, ${proposed},
      ${authorId}, ${evidence === null ? null : JSON.stringify(evidence)}::text::jsonb,
      coalesce(${at ?? null}::timestamptz, now()), coalesce(${at ?? null}::timestamptz, now()))
    on conflict do nothing returning id`;
  return rows.length > 0;
};

/** Adds a comment to a thread, unless it is there. */
export const insertDocComment = async (
  tx: Tx,
  tenantId: string,
  threadId: string,
  comment: {
    readonly id: string;
    readonly authorId: string;
    readonly body: string;
    /** When it was written, where that is not now. */
    readonly at?: Date | undefined;
  },
): Promise<void> => {
  await tx`insert into xin.doc_comments (tenant_id, thread_id, id, author_id, body, created_at)
    values (${tenantId}, ${threadId}, ${comment.id}, ${comment.authorId}, ${comment.body},
      coalesce(${comment.at ?? null}::timestamptz, now()))
    on conflict do nothing`;
};

/** Takes the words out of somebody's own comment. Its place in the thread stays. */
export const emptyDocComment = async (
  tx: Tx,
  threadId: string,
  { id, authorId }: { readonly id: string; readonly authorId: string },
): Promise<boolean> => {
  const rows = await tx`update xin.doc_comments set body = null
    where thread_id = ${threadId} and id = ${id} and author_id = ${authorId} returning id`;
  return rows.length > 0;
};

/** Sets the state of a thread and where its words stand. */
export const updateDocThread = async (
  tx: Tx,
  threadId: string,
  {
    state,
    decidedBy,
    start,
    end,
    at,
  }: Pick<DocThread, "state" | "start" | "end"> & {
    readonly decidedBy: string | null;
    /** When, where that is not now. */
    readonly at?: Date | undefined;
  },
): Promise<void> => {
  await tx`update xin.doc_threads set state = ${state}, decided_by = ${decidedBy},
      range_start = ${start}, range_end = ${end}, changed_at = coalesce(${at ?? null}::timestamptz, now())
    where id = ${threadId}`;
};
