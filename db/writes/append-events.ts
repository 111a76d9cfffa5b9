import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "../client.ts";
import { encodePayload, hashPayload, type JsonObject } from "../reads/event-payload.ts";
import { toPayload } from "../reads/stored-event.ts";
import type { Audience } from "../reads/visitor-view.ts";

/** An event with its seq, ready to be written. */
export type EventToAppend = {
  readonly event: ConversationEvent;
  readonly audience: Audience;
  readonly decisionId: string | null;
  readonly depth: number;
  readonly traceparent: string | null;
};

/**
 * Writes events in the order given, then the rows as they are after them: two statements that leave
 * together. In this order the foreign keys of the events find rows this transaction has locked and not
 * changed yet, which costs half. Answers the
 * tenant's position before the first; the n-th event stands at n after it, counted from 1. The
 * conversations must be locked. Takes the tenant's position, the last lock of a transaction.
 */
export const appendEvents = async (
  tx: Tx,
  tenantId: string,
  events: readonly EventToAppend[],
  rows: readonly ConversationRow[],
): Promise<number> => {
  const [[taken]] = await Promise.all([
    insertEvents(tx, tenantId, events),
    updateRows(tx, tenantId, events, rows),
  ]);
  if (taken === undefined) throw new Error(`Tenant ${tenantId} has no row in tenant_positions`);
  return taken.base;
};

const insertEvents = (tx: Tx, tenantId: string, events: readonly EventToAppend[]) =>
  tx<{ base: number }[]>`
    with taken as (
      update xin.tenant_positions set last_position = last_position + ${events.length}::int
      where tenant_id = ${tenantId} returning last_position - ${events.length}::int as base
    ), written as (
      insert into xin.events (tenant_id, position, id, conversation_id, seq, client_id, type, audience,
        actor_kind, actor_id, epoch, payload, payload_hash, decision_id, depth, traceparent, at)
      select ${tenantId}, taken.base + e.ord, e.id, e.conversation_id, e.seq, e.client_id, e.type, e.audience,
        e.actor_kind, e.actor_id, e.epoch, e.payload, decode(e.payload_hash, 'hex'), e.decision_id, e.depth,
        e.traceparent, e.at
      from taken, jsonb_to_recordset(${JSON.stringify(events.map(toEventRow))}::text::jsonb) as e(ord int,
        id uuid, conversation_id uuid, seq bigint, client_id uuid, type text, audience text, actor_kind text,
        actor_id text, epoch int, payload jsonb, payload_hash text, decision_id uuid, depth int,
        traceparent text, at timestamptz)
      order by e.ord
    )
    select base from taken`.execute();

/** The ids are given once more as a list, so that the planner looks rows up by them. */
const updateRows = (
  tx: Tx,
  tenantId: string,
  events: readonly EventToAppend[],
  rows: readonly ConversationRow[],
) =>
  tx`
    update xin.conversations c
    set status = r.status, holder = r.holder, epoch = r.epoch, assignee_id = r.assignee_id,
      locale = r.locale, last_seq = r.last_seq, last_position = p.last_position - ${events.length}::int + r.ord,
      subject = r.subject, preview = r.preview, preview_by = r.preview_by, visitor_seq = r.visitor_seq,
      waiting_reason = r.waiting_reason, waiting_since = r.waiting_since,
      draft_decision_id = r.draft_decision_id, updated_at = r.updated_at
    from xin.tenant_positions p,
      jsonb_to_recordset(${JSON.stringify(rows.map((row) => toUpdate(row, events)))}::text::jsonb) as r(ord int,
      id uuid, status text, holder text, epoch int, assignee_id uuid, locale text, last_seq bigint,
      subject text, preview text, preview_by text, visitor_seq bigint, waiting_reason text,
      waiting_since timestamptz, draft_decision_id uuid, updated_at timestamptz)
    where p.tenant_id = ${tenantId} and c.tenant_id = ${tenantId} and c.id = r.id
      and c.id = any(${rows.map(({ id }) => id)}::uuid[])`.execute();

const toEventRow = (
  { event, audience, decisionId, depth, traceparent }: EventToAppend,
  index: number,
) => {
  const payload: JsonObject = toPayload(event);
  return {
    ord: index + 1,
    id: event.id,
    conversation_id: event.conversationId,
    seq: event.seq,
    client_id: event.clientId,
    type: event.body.type,
    audience,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    epoch: event.epoch,
    payload: encodePayload(payload),
    payload_hash: hashPayload(payload).toString("hex"),
    decision_id: decisionId,
    depth,
    traceparent,
    at: event.at,
  };
};

const toUpdate = (row: ConversationRow, events: readonly EventToAppend[]) => ({
  ord: events.findLastIndex(({ event }) => event.conversationId === row.id) + 1,
  id: row.id,
  status: row.status,
  holder: row.holder,
  epoch: row.epoch,
  assignee_id: row.assignee?.id ?? null,
  locale: row.locale,
  last_seq: row.lastSeq,
  subject: row.subject,
  preview: row.preview,
  preview_by: row.previewBy,
  visitor_seq: row.visitorSeq,
  waiting_reason: row.waitingReason,
  waiting_since: row.waitingSince,
  draft_decision_id: row.draft?.decisionId ?? null,
  updated_at: row.updatedAt,
});
