import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Tx } from "../client.ts";
import {
  type EventRow,
  type StoredEvent,
  toConversationEvent,
  toStoredEvent,
} from "./stored-event.ts";
import { type Audience, visitorView } from "./visitor-view.ts";

/** Which events: those after a seq (oldest first), the last ones before a seq, or the last ones. */
export type EventsPage = {
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
  readonly audience: Audience;
};

/** Events in order of seq. `more` tells whether there are others beyond, in the direction asked for. */
export type EventsRead = {
  readonly events: ConversationEvent[];
  /** seq of the newest event; 0 when there is no such conversation. */
  readonly lastSeq: number;
  readonly more: boolean;
};

/** A page of a conversation's events. Nothing, with lastSeq 0, when the tenant has no such conversation. */
export const readEvents = async (
  tx: Tx,
  conversationId: string,
  page: EventsPage,
): Promise<EventsRead> => {
  const [heads, rows] = await Promise.all([
    tx<{ last_seq: number }[]>`
      select last_seq from xin.conversations where id = ${conversationId}`.execute(),
    pageOf(tx, conversationId, page).execute(),
  ]);
  const events = rows.slice(0, page.limit).map(toStoredEvent);
  if (page.after === undefined) events.reverse();
  const lastSeq = Math.max(heads[0]?.last_seq ?? 0, events.at(-1)?.seq ?? 0);
  return { events: events.map(viewOf(page.audience)), lastSeq, more: rows.length > page.limit };
};

/** One more row than asked for, to know whether there is more. */
const pageOf = (tx: Tx, conversationId: string, { after, before, limit }: EventsPage) =>
  after === undefined
    ? tx<EventRow[]>`select ${columns(tx)} from xin.events e
        where e.conversation_id = ${conversationId} and e.seq < ${before ?? Number.MAX_SAFE_INTEGER}
        order by e.seq desc limit ${limit + 1}`
    : tx<EventRow[]>`select ${columns(tx)} from xin.events e
        where e.conversation_id = ${conversationId} and e.seq > ${after}
        order by e.seq limit ${limit + 1}`;

const viewOf =
  (audience: Audience) =>
  (event: StoredEvent): ConversationEvent =>
    audience === "team"
      ? toConversationEvent(event)
      : visitorView(toConversationEvent(event), event.audience);

/**
 * The tenant's log after a position, in commit order. `position` is where to go on: that of the last
 * event looked at. Events of policies, knowledge and the tenant are passed over.
 */
export const readLog = async (
  tx: Tx,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly events: StoredEvent[]; readonly position: number }> => {
  const rows = await tx<(EventRow | (Omit<EventRow, "conversation_id"> & NoConversation))[]>`
    select ${columns(tx)} from xin.events e where e.position > ${after} order by e.position limit ${limit}`;
  const events = rows.flatMap((row) => (row.conversation_id === null ? [] : [toStoredEvent(row)]));
  return { events, position: rows.at(-1)?.position ?? after };
};

type NoConversation = { readonly conversation_id: null };

/** The event at a seq, or null. */
export const readEvent = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<StoredEvent | null> => {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from xin.events e
    where e.conversation_id = ${conversationId} and e.seq = ${seq}`;
  return row === undefined ? null : toStoredEvent(row);
};

/** The newest event of a conversation that proposed this decision's draft, or null. */
export const readDraftProposed = async (
  tx: Tx,
  conversationId: string,
  decisionId: string,
  /** Only what was proposed before this seq. */
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<StoredEvent | null> => {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from xin.events e
    where e.conversation_id = ${conversationId} and e.type = 'draft.proposed' and e.decision_id = ${decisionId}
      and e.seq < ${before}
    order by e.seq desc limit 1`;
  return row === undefined ? null : toStoredEvent(row);
};

/** The newest event that asked for this decision's draft to be written anew, or null. */
export const readRevisionAsked = async (
  tx: Tx,
  conversationId: string,
  decisionId: string,
): Promise<StoredEvent | null> => {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from xin.events e
    where e.conversation_id = ${conversationId} and e.type = 'draft.revision-asked' and e.decision_id = ${decisionId}
    order by e.seq desc limit 1`;
  return row === undefined ? null : toStoredEvent(row);
};

/** What ended a decision's draft last: the message it became, or its discarding; null when it was replaced or overtaken. */
export const readDraftEnd = async (
  tx: Tx,
  conversationId: string,
  decisionId: string,
): Promise<StoredEvent | null> => {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from xin.events e
    where e.conversation_id = ${conversationId} and e.decision_id = ${decisionId}
      and e.type in ('message.posted', 'draft.discarded')
    order by e.seq desc limit 1`;
  return row === undefined ? null : toStoredEvent(row);
};

/** Messages and notes after a seq that somebody else wrote and nobody took back, at most `limit`. */
export const readWordsOfOthers = async (
  tx: Tx,
  conversationId: string,
  { after, actorId, limit }: { after: number; actorId: string | null; limit: number },
): Promise<ConversationEvent[]> => {
  const rows = await tx<EventRow[]>`select * from (
      select ${columns(tx)} from xin.events e
      where e.conversation_id = ${conversationId} and e.seq > ${after} and e.type = 'message.posted'
        and e.actor_id is distinct from ${actorId}
    ) words where not retracted order by seq limit ${limit}`;
  return rows.map((row) => toConversationEvent(toStoredEvent(row)));
};

const columns = (tx: Tx) => tx`
  e.position, e.id, e.conversation_id, e.seq, e.client_id, e.type, e.audience, e.actor_kind, e.actor_id,
  e.epoch, e.payload, e.depth, e.traceparent, e.at,
  e.type = 'message.posted' and exists (
    select from xin.events gone
    where gone.tenant_id = e.tenant_id and gone.conversation_id = e.conversation_id
      and gone.type = 'message.retracted' and (gone.payload ->> 'targetSeq')::bigint = e.seq
  ) as retracted`;
