import type { Actor, ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import { decodePayload, type JsonObject } from "./event-payload.ts";
import type { Audience } from "./visitor-view.ts";

/** An event of a conversation with what only the server knows of it. The body is the team's view. */
export type StoredEvent = ConversationEvent & {
  /** Place in the tenant's log, in commit order, from 1. */
  readonly position: number;
  readonly audience: Audience;
  /** How many autonomous acts led to it. */
  readonly depth: number;
  readonly traceparent: string | null;
};

/** A row of xin.events that belongs to a conversation, with `retracted` looked up. */
export type EventRow = {
  readonly position: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly seq: number;
  readonly client_id: string | null;
  readonly type: EventBody["type"];
  readonly audience: Audience;
  readonly actor_kind: Actor["kind"];
  readonly actor_id: string | null;
  readonly epoch: number;
  readonly payload: JsonObject | null;
  readonly depth: number;
  readonly traceparent: string | null;
  readonly at: Date;
  readonly retracted: boolean;
};

/** Reads a row. An event whose payload was erased is `hidden` for everybody. */
export const toStoredEvent = (row: EventRow): StoredEvent => {
  const payload = row.payload === null ? null : decodePayload(row.payload);
  const { actorName = null, ...fields } = payload ?? {};
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    id: row.id,
    clientId: row.client_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: actorName as string | null },
    epoch: row.epoch,
    at: row.at.toISOString(),
    body: payload === null ? { type: "hidden" } : toBody(row, fields),
    position: row.position,
    audience: row.audience,
    depth: row.depth,
    traceparent: row.traceparent,
  };
};

/** The event without what only the server knows. */
export const toConversationEvent = (event: StoredEvent): ConversationEvent => {
  const { position: _p, audience: _a, depth: _d, traceparent: _t, ...rest } = event;
  return rest;
};

/** The payload of an event: its body without the type, and the actor's name, all of it erasable. */
export const toPayload = ({ body, actor }: ConversationEvent): JsonObject => {
  const { type: _, ...fields } = body;
  // `retracted` is told by a later event, never stored.
  const { retracted: _r, ...kept } = fields as JsonObject;
  return { ...kept, actorName: actor.name };
};

const toBody = (row: EventRow, fields: JsonObject): EventBody => {
  const retracted = row.type === "message.posted" ? { retracted: row.retracted } : {};
  return { type: row.type, ...fields, ...retracted } as unknown as EventBody;
};
