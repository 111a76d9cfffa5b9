import type { Tx } from "../client.ts";
import { decodePayload, type JsonObject } from "./event-payload.ts";

/** A rating of one closing of a conversation. */
export type Rating = {
  readonly conversationId: string;
  /** The event that closed the conversation. */
  readonly closedSeq: number;
  /** From 1, very bad, to 5, very good. */
  readonly score: number;
  /** Null when there is none, or when it was erased. */
  readonly comment: string | null;
  readonly contact: { readonly id: string; readonly name: string | null };
  /** ISO 8601, to the microsecond. */
  readonly ratedAt: string;
  readonly changedAt: string;
};

/** Where a page of ratings ends: the next goes on after it. */
export type RatingPlace = { readonly ratedAt: string; readonly conversationId: string };

/** A rating as it stands, and whether it may still be changed: for a day after it was first given. */
export type StandingRating = {
  readonly score: number;
  readonly comment: string | null;
  readonly mayChange: boolean;
};

/** The tenant's ratings, the newest first; of one visitor when a contact is named. */
export const readRatings = async (
  tx: Tx,
  page: {
    readonly contactId?: string;
    readonly after: RatingPlace | null;
    readonly limit: number;
  },
): Promise<readonly Rating[]> => {
  const { contactId, after, limit } = page;
  const rows = await tx<RatingRow[]>`
    select r.conversation_id, r.closed_seq::int as closed_seq, r.score, e.payload,
      n.id as contact_id, n.name as contact_name,
      ${moment(tx, "r.rated_at")} as rated_at, ${moment(tx, "r.changed_at")} as changed_at
    from xin.ratings r
    join xin.conversations c on c.tenant_id = r.tenant_id and c.id = r.conversation_id
    join xin.contacts n on n.tenant_id = c.tenant_id and n.id = c.contact_id
    left join xin.events e
      on e.tenant_id = r.tenant_id and e.conversation_id = r.conversation_id and e.seq = r.seq
    where true
      ${contactId === undefined ? tx`` : tx`and c.contact_id = ${contactId}`}
      ${
        after === null
          ? tx``
          : tx`and (r.rated_at, r.conversation_id)
              < (${after.ratedAt}::timestamptz, ${after.conversationId}::uuid)`
      }
    order by r.rated_at desc, r.conversation_id desc limit ${limit}`;
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    closedSeq: row.closed_seq,
    score: row.score,
    comment: commentIn(row.payload),
    contact: { id: row.contact_id, name: row.contact_name },
    ratedAt: row.rated_at,
    changedAt: row.changed_at,
  }));
};

/** The event that closed a conversation last; 0 when none did. */
export const readClosedSeq = async (tx: Tx, conversationId: string): Promise<number> => {
  const [row] = await tx<{ seq: number }[]>`
    select seq::int as seq from xin.events
    where conversation_id = ${conversationId} and type = 'conversation.resolved'
    order by seq desc limit 1`;
  return row?.seq ?? 0;
};

/** How a closing was rated; null when it was not. */
export const readStandingRating = async (
  tx: Tx,
  conversationId: string,
  closedSeq: number,
): Promise<StandingRating | null> => {
  const [row] = await tx<{ score: number; payload: JsonObject | null; may_change: boolean }[]>`
    select r.score, e.payload, r.rated_at > now() - interval '1 day' as may_change
    from xin.ratings r
    left join xin.events e
      on e.tenant_id = r.tenant_id and e.conversation_id = r.conversation_id and e.seq = r.seq
    where r.conversation_id = ${conversationId} and r.closed_seq = ${closedSeq}`;
  if (row === undefined) return null;
  return { score: row.score, comment: commentIn(row.payload), mayChange: row.may_change };
};

/** Whether visitors are asked how it was. */
export const readAsksRating = async (tx: Tx): Promise<boolean> => {
  const [row] = await tx<{ asks: boolean }[]>`select asks from xin.rating_settings`;
  return row?.asks ?? true;
};

type RatingRow = {
  readonly conversation_id: string;
  readonly closed_seq: number;
  readonly score: number;
  readonly payload: JsonObject | null;
  readonly contact_id: string;
  readonly contact_name: string | null;
  readonly rated_at: string;
  readonly changed_at: string;
};

const commentIn = (payload: JsonObject | null): string | null => {
  const comment = payload === null ? null : decodePayload(payload)["comment"];
  return typeof comment === "string" ? comment : null;
};

/** To the microsecond: pages go on after a time, and a Date has only milliseconds. */
const moment = (tx: Tx, column: string) =>
  tx`to_char(${tx(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
