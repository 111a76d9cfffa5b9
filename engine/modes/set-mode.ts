import type { Mode } from "#contract/mode.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { hasChannel, lockModes, refreshModes, writeMode } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { Inverse } from "../actions/outcome.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceModes } from "./announce-modes.ts";

/** How far the AI may go in the workspace, or with a channel's visitors; null sets nothing. */
export type SetMode = { readonly channelId: string | null; readonly mode: Mode | null };

/**
 * Sets a mode for a workspace or one of its channels. From the moment this is answered nothing is done under a
 * looser one. Needs `modes.manage`; refused as `not_found` for a channel the workspace does not have.
 */
export const setMode = async (
  deps: ActionDeps,
  env: Envelope,
  { channelId, mode }: SetMode,
): Promise<{ readonly inverse: Inverse | null }> => {
  const { tenantId, actor, traceparent } = env;
  assertMay(actor.role, "modes.manage");
  const scope = channelId === null ? "workspace" : "channel";
  const target = { scope, targetId: channelId ?? tenantId } as const;
  const done = await deps.db.tenant(tenantId, async (tx) => {
    if (channelId !== null && !(await hasChannel(tx, channelId))) {
      throw new ActionRefused({ kind: "not_found", message: "There is no such channel." });
    }
    await lockModes(tx, tenantId);
    const setBy = actor.name ?? actor.kind;
    const previous = await writeMode(tx, tenantId, target, { mode, setBy });
    if (previous === mode) return { previous, position: null };
    const detail = { scope, mode, previous };
    await recordAudit(tx, env, "mode.set", target.targetId, detail);
    const payload = { target: target.targetId, ...detail };
    const event = { type: "mode.set", actor, payload, traceparent };
    return { previous, position: await appendTenantEvent(tx, tenantId, event) };
  });
  const { previous, position } = done;
  if (position === null) return { inverse: null };
  // In a transaction of its own: it locks conversations, which come before modes in the order of locks.
  await deps.db.tenant(tenantId, refreshModes);
  announceLog(deps.bus, tenantId, position);
  announceModes(deps, tenantId, null);
  return { inverse: { action: "setMode", input: { channelId, mode: previous } } };
};
