import type { Mode } from "#contract/mode.ts";
import type { Tx } from "../client.ts";

/**
 * Holds off changes of the modes of a workspace and its channels until the end of the transaction: what is done
 * under a mode is committed before another one holds, or is not done.
 */
export const shareModes = async (tx: Tx, tenantId: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${`xin modes ${tenantId}`}, 0))`;
};

/** Waits until everything is committed that is done under the modes of now, and lets nothing new begin. */
export const lockModes = async (tx: Tx, tenantId: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`xin modes ${tenantId}`}, 0))`;
};

/** Whose mode is set: the workspace's own, or a channel's. */
export type ModeTarget = { readonly scope: "workspace" | "channel"; readonly targetId: string };

/** Sets a mode, or takes it away with null. Answers the one before. */
export const writeMode = async (
  tx: Tx,
  tenantId: string,
  { scope, targetId }: ModeTarget,
  { mode, setBy }: { readonly mode: Mode | null; readonly setBy: string },
): Promise<Mode | null> => {
  const [before] = await tx<{ mode: Mode }[]>`
    select mode from xin.ai_modes where scope = ${scope} and target_id = ${targetId}`;
  if (mode === null) {
    await tx`delete from xin.ai_modes where scope = ${scope} and target_id = ${targetId}`;
  } else {
    await tx`insert into xin.ai_modes (tenant_id, scope, target_id, mode, set_by)
      values (${tenantId}, ${scope}, ${targetId}, ${mode}, ${setBy})
      on conflict (tenant_id, scope, target_id) do update
      set mode = excluded.mode, set_by = excluded.set_by, set_at = now()`;
  }
  return before?.mode ?? null;
};

/** Whether the tenant has this channel. */
export const hasChannel = async (tx: Tx, channelId: string): Promise<boolean> =>
  (await tx`select from xin.channels where id = ${channelId}`).length > 0;

/** What people set for one conversation. It must be locked; the event tells of it. */
export const writeModeLimit = async (
  tx: Tx,
  conversationId: string,
  { limit, mode, reason }: { limit: Mode | null; mode: Mode; reason: string },
): Promise<void> => {
  await tx`update xin.conversations set mode_limit = ${limit}, mode = ${mode}, mode_reason = ${reason}
    where id = ${conversationId}`;
};

/**
 * Shows in every open conversation the mode that holds in it now. Locks those that change in id order, like
 * every writer, so that no two wait for each other.
 */
export const refreshModes = async (tx: Tx): Promise<void> => {
  await tx`
    with canary as (
      select m.share from xin.policy_moves m where m.pointer = 'canary' order by m.n desc limit 1
    ), kinds as materialized (
      select k.*, e.mode, e.reason from (
        select c.tenant_id, c.channel_id, c.mode_limit, c.opened_under,
          coalesce(xin.canary_draw(c.id) < (select share from canary), false) as drawn, min(c.id::text)::uuid as one
        from xin.conversations c where c.status = 'open' group by 1, 2, 3, 4, 5
      ) k
      cross join lateral xin.effective_mode_in(k.tenant_id, k.channel_id, k.mode_limit, k.one, k.opened_under) e
    ), changed as (
      select c.id, k.mode, k.reason from xin.conversations c
      join kinds k on k.channel_id = c.channel_id and k.mode_limit is not distinct from c.mode_limit
        and k.opened_under is not distinct from c.opened_under
        and k.drawn = coalesce(xin.canary_draw(c.id) < (select share from canary), false)
      where c.status = 'open' and (c.mode, c.mode_reason) is distinct from (k.mode, k.reason)
      order by c.id for update of c
    )
    update xin.conversations c set mode = changed.mode, mode_reason = changed.reason
    from changed where c.id = changed.id`;
};

/** The same for one conversation that the AI is about to answer. */
export const refreshMode = async (tx: Tx, conversationId: string): Promise<void> => {
  await tx`
    update xin.conversations c set mode = e.mode, mode_reason = e.reason
    from xin.conversations o
    cross join lateral xin.effective_mode_in(o.tenant_id, o.channel_id, o.mode_limit, o.id, o.opened_under) e
    where o.id = ${conversationId} and c.tenant_id = o.tenant_id and c.id = o.id
      and (c.mode, c.mode_reason) is distinct from (e.mode, e.reason)`;
};
