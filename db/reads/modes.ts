import type { EffectiveMode, Mode } from "#contract/mode.ts";
import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** The mode that holds in a conversation, and what would hold under another limit of its own. Null: no such conversation. */
export const readEffectiveMode = async (
  tx: Tx,
  conversationId: string,
  limit?: Mode | null,
): Promise<EffectiveMode | null> => {
  const own = limit === undefined ? tx`c.mode_limit` : tx`${limit}::text`;
  const [row] = await tx<EffectiveMode[]>`
    select e.mode, e.reason from xin.conversations c
    cross join lateral xin.effective_mode_in(c.tenant_id, c.channel_id, ${own}, c.id, c.opened_under) e
    where c.id = ${conversationId}`;
  return row ?? null;
};

/** The mode that holds where neither a channel nor a conversation says more. */
export const readWorkspaceMode = async (tx: Tx): Promise<EffectiveMode> => {
  const [row] = await tx<EffectiveMode[]>`
    select e.mode, e.reason from xin.tenants t cross join lateral xin.effective_mode(t.id, null, null) e`;
  return row ?? { mode: "off", reason: "policy" };
};

/** What people set for a conversation; undefined for one that does not exist. */
export const readModeLimit = async (
  tx: Tx,
  conversationId: string,
): Promise<Mode | null | undefined> => {
  const [row] = await tx<{ limit: Mode | null }[]>`
    select mode_limit as "limit" from xin.conversations where id = ${conversationId}`;
  return row?.limit;
};

/** A mode that people set for the workspace or a channel. */
export type SetMode = {
  readonly mode: Mode;
  readonly setBy: string;
  /** ISO 8601, UTC. */
  readonly setAt: string;
};

/** Each channel with what was set for it, by name; the workspace's own comes first, without a channel. */
export type ModeOfTarget = {
  readonly channelId: string | null;
  readonly channelName: string | null;
  readonly set: SetMode | null;
};

/** What was set for the workspace and its channels. */
export const readModes = async (tx: Tx): Promise<readonly ModeOfTarget[]> => {
  const rows = await tx<
    {
      channelId: string | null;
      channelName: string | null;
      mode: Mode | null;
      setBy: string | null;
      setAt: string | null;
    }[]
  >`
    select target.id as "channelId", target.name as "channelName", a.mode, a.set_by as "setBy",
      ${isoTime(tx, "a.set_at")} as "setAt"
    from (
      select null::uuid as id, null::text as name, 'workspace' as scope, t.id as target_id from xin.tenants t
      union all select c.id, c.name, 'channel', c.id from xin.channels c
    ) target
    left join xin.ai_modes a on a.scope = target.scope and a.target_id = target.target_id
    order by target.name nulls first, target.id limit 500`;
  return rows.map(({ channelId, channelName, mode, setBy, setAt }) => ({
    channelId,
    channelName,
    set: mode === null ? null : { mode, setBy: setBy ?? "", setAt: setAt ?? "" },
  }));
};
