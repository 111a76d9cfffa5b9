import { v7 as uuidv7 } from "uuid";
import type { Actor } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";
import { encodePayload, hashPayload, type JsonObject } from "../reads/event-payload.ts";

/** An event of the tenant itself, its policies or its knowledge: it has no conversation and no seq. */
export type TenantEvent = {
  /** Past tense with its area, such as `policy.published`. */
  readonly type: string;
  readonly actor: Actor;
  readonly payload: JsonObject;
  readonly traceparent: string | null;
  /** When it happened, where that is not now. */
  readonly at?: Date | undefined;
};

/**
 * Writes a tenant's event into the same log as its conversations' and answers its position. Call it
 * last: it takes the tenant's position, which others wait for until the transaction ends.
 */
export const appendTenantEvent = async (
  tx: Tx,
  tenantId: string,
  { type, actor, payload, traceparent, at }: TenantEvent,
): Promise<number> => {
  const whole = { ...payload, actorName: actor.name };
  const [row] = await tx<{ position: number }[]>`
    with taken as (
      update xin.tenant_positions set last_position = last_position + 1
      where tenant_id = ${tenantId} returning last_position
    )
    insert into xin.events
      (tenant_id, position, id, type, audience, actor_kind, actor_id, payload, payload_hash, traceparent, at)
    select ${tenantId}, last_position, ${uuidv7()}, ${type}, 'team', ${actor.kind}, ${actor.id},
      ${JSON.stringify(encodePayload(whole))}::text::jsonb, ${hashPayload(whole)}, ${traceparent},
      coalesce(${at ?? null}::timestamptz, clock_timestamp())
    from taken returning position`;
  if (row === undefined) throw new Error(`Tenant ${tenantId} has no row in tenant_positions`);
  return row.position;
};
