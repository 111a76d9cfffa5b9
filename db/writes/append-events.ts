import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";
import { encodePayload, hashPayload, type JsonObject } from "../reads/event-payload.ts";
import { toPayload } from "../reads/stored-event.ts";
import type { Audience } from "../reads/visitor-view.ts";
import type { LockedConversation } from "./begin-append.ts";

/** An event with its seq, ready to be written. */
export type EventToAppend = {
  readonly event: ConversationEvent;
  readonly audience: Audience;
  readonly decisionId: string | null;
  readonly depth: number;
  readonly traceparent: string | null;
};

/** Events in their order, and the conversations as they are after them. */
export type Changes = {
  readonly events: readonly EventToAppend[];
  readonly rows: readonly LockedConversation[];
};

/**
 * Writes events in the order given, then the conversations as they are after them. Answers the tenant's
 * position before the first; the n-th event stands at n after it, counted from 1. The conversations must
 * be locked. Takes the tenant's position, the last lock of a transaction. The statement is under way when
 * this returns, so that COMMIT may follow it.
 */
export const appendEvents = async (
  tx: Tx,
  tenantId: string,
  at: string,
  changes: Changes,
): Promise<number> => {
  const { count, events, rows } = toParameters(changes);
  const [taken] = await tx<{ base: number }[]>`
    select xin.write_events(${tenantId}, ${at}, ${count}, ${events}, ${rows}) as base`;
  if (taken === undefined) throw new Error("write_events answers one row");
  return taken.base;
};

/** Changes as the functions of the schema take them. */
export const toParameters = ({ events, rows }: Changes) => {
  const lastOf = new Map(events.map(({ event }, index) => [event.conversationId, index + 1]));
  return {
    count: events.length,
    events: JSON.stringify(events.map(toEventRow)),
    rows: JSON.stringify(rows.map((row) => toUpdate(row, lastOf.get(row.id) ?? 0))),
  };
};

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
  };
};

/** `ord` is the place of the row's last event among those written with it, counted from 1. */
const toUpdate = (row: LockedConversation, ord: number) => ({
  ord,
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
});
