import type { Tx } from "../client.ts";

/** A reply somebody waits for, held by lease. */
export type ReplyTask = {
  readonly tenantId: string;
  readonly conversationId: string;
  /** The newest visitor's message it is about. */
  readonly triggerSeq: number;
  /** How often it was claimed for this message, this time included. */
  readonly attempts: number;
};

/** Locks a consumer of the tenant's log until the end of the transaction and answers where it stands. */
export const lockConsumer = async (tx: Tx, tenantId: string, name: string): Promise<number> => {
  await tx`insert into xin.consumers (tenant_id, name) values (${tenantId}, ${name}) on conflict do nothing`;
  const [row] = await tx<{ position: number }[]>`
    select position from xin.consumers where tenant_id = ${tenantId} and name = ${name} for update`;
  return row?.position ?? 0;
};

/** Moves a locked consumer on. */
export const moveConsumer = async (tx: Tx, name: string, position: number) => {
  await tx`update xin.consumers set position = ${position} where name = ${name}`;
};

/**
 * Notes that these conversations may need a reply: those the AI holds, thinks along in, or has a draft in. One task for a conversation; a
 * newer message moves it on. A task that a worker holds stays with it.
 */
export const addReplyTasks = async (tx: Tx, conversationIds: readonly string[]) => {
  await tx`
    insert into xin.reply_tasks as task (tenant_id, conversation_id, trigger_seq, epoch)
    select c.tenant_id, c.id, c.visitor_seq, c.epoch from xin.conversations c
    where c.id = any(${[...conversationIds]}::uuid[]) and (c.holder = 'ai' or c.mode = 'shadow' or c.draft_decision_id is not null)
      and c.status = 'open'
      and c.visitor_seq > 0
    order by c.id
    on conflict (tenant_id, conversation_id) do update set
      trigger_seq = greatest(task.trigger_seq, excluded.trigger_seq),
      epoch = greatest(task.epoch, excluded.epoch),
      attempts = case when excluded.trigger_seq > task.trigger_seq then 0 else task.attempts end,
      due_at = least(task.due_at, now())`;
};

/** How many tasks to claim, for how long, and of which workspaces none, since the worker has no room for them. */
export type ClaimWanted = {
  readonly limit: number;
  readonly leaseMs: number;
  readonly fullTenants: readonly string[];
};

/** Claims due tasks of all tenants for a worker, the longest due first. */
export const claimReplyTasks = (
  tx: Tx,
  worker: string,
  { limit, leaseMs, fullTenants }: ClaimWanted,
): Promise<ReplyTask[]> =>
  tx<ReplyTask[]>`
    select tenant_id as "tenantId", conversation_id as "conversationId", trigger_seq as "triggerSeq", attempts
    from xin.claim_reply_tasks(${worker}, ${limit}, ${leaseMs}, ${[...fullTenants]}::uuid[])`
    .execute()
    .then((rows) => [...rows]);

/** Goes on holding a task. False when another worker has it by now, or it is done. */
export const extendLease = async (
  tx: Tx,
  worker: string,
  conversationId: string,
  leaseMs: number,
): Promise<boolean> => {
  const rows = await tx`
    update xin.reply_tasks set lease_until = now() + ${leaseMs}::int * interval '1 millisecond'
    where conversation_id = ${conversationId} and lease_owner = ${worker} returning 1`;
  return rows.length > 0;
};

/** The message is dealt with. The task goes, unless a newer message has moved it on: then it is free again. */
export const finishReplyTask = async (tx: Tx, conversationId: string, triggerSeq: number) => {
  await tx`delete from xin.reply_tasks
    where conversation_id = ${conversationId} and trigger_seq <= ${triggerSeq}`;
  await tx`update xin.reply_tasks set lease_owner = null, lease_until = null, due_at = now()
    where conversation_id = ${conversationId} and trigger_seq > ${triggerSeq}`;
};

/** Gives tasks of one tenant back, to be claimed again after a while. */
export const releaseReplyTasks = async (
  tx: Tx,
  worker: string,
  conversationIds: readonly string[],
  { waitMs, countsAsAttempt }: { readonly waitMs: number; readonly countsAsAttempt: boolean },
) => {
  await tx`update xin.reply_tasks set lease_owner = null, lease_until = null,
      attempts = greatest(0, attempts - ${countsAsAttempt ? 0 : 1}::int),
      due_at = now() + ${waitMs}::int * interval '1 millisecond'
    where conversation_id = any(${[...conversationIds]}::uuid[]) and lease_owner = ${worker}`;
};
