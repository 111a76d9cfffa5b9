import type { Ack, WireError } from "#contract/ack.ts";
import type { Actor, ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";

/** Who speaks over a connection. */
export type Peer =
  | { readonly kind: "visitor"; contactId: string | null }
  | { readonly kind: "member"; readonly id: string };

/** A connection as the server sees it. */
export type ModelConnection = {
  readonly peer: Peer;
  readonly rooms: Set<string>;
  /** Tells something; the network decides what becomes of it. */
  readonly tell: (name: string, payload: object) => void;
};

type Session = { readonly contactId: string; conversationId: string | null };
type Payload = Readonly<Record<string, unknown>>;
/** An answer, whatever was asked. */
export type AnyAnswer = Ack<Record<string, unknown>>;
const page = 7;

/**
 * The protocol's server as docs/protocol.md has it, small and in memory: a log for each conversation,
 * ids that are stored once, rooms that a restart forgets, and rows by position.
 */
export class ModelServer {
  readonly logs = new Map<string, ConversationEvent[]>();
  readonly rows = new Map<string, ConversationRow>();
  /** Posts that were stored already, and posts held back for what their writer had not seen. */
  repeats = 0;
  held = 0;
  readonly #sessions = new Map<string, Session>();
  readonly #connections = new Set<ModelConnection>();
  #ids = 0;
  #position = 0;

  /** The tenant's newest position. */
  get position(): number {
    return this.#position;
  }

  connect(connection: ModelConnection): void {
    this.#connections.add(connection);
  }

  disconnect(connection: ModelConnection): void {
    this.#connections.delete(connection);
  }

  /** Says how far the logs reach. */
  beat(): void {
    for (const { peer, rooms, tell } of this.#connections) {
      const conversations = [...rooms].flatMap((id) =>
        this.logs.has(id) ? [{ id, lastSeq: this.#log(id).length }] : [],
      );
      const isMember = peer.kind === "member";
      tell("heartbeat", isMember ? { conversations, position: this.position } : { conversations });
    }
  }

  /** Rows that changed after a position; the newest for null. */
  rowsAfter(after: number | null) {
    const rows = [...this.rows.values()]
      .filter((row) => row.position > (after ?? 0))
      .toSorted((a, b) => a.position - b.position);
    const more = after !== null && rows.length > page;
    return { rows: more ? rows.slice(0, page) : rows, more, position: this.position };
  }

  /** Answers a request. */
  answer(connection: ModelConnection, name: string, payload: Payload): AnyAnswer {
    const id = String(payload["conversationId"]);
    switch (name) {
      case "session.start":
        return this.#startSession(connection, payload["token"] as string | null);
      case "conversation.join":
        if (!this.logs.has(id)) return refused("not_found");
        connection.rooms.add(id);
        return { ok: true, lastSeq: this.#log(id).length, row: this.rows.get(id) };
      case "conversation.leave":
        connection.rooms.delete(id);
        return { ok: true };
      case "message.post":
        return this.#post(connection, id, payload);
      case "events.fetch": {
        const after = Number(payload["after"]);
        const rest = this.#log(id).slice(after);
        const more = rest.length > page;
        return { ok: true, events: rest.slice(0, page), lastSeq: this.#log(id).length, more };
      }
      default:
        return { ok: true };
    }
  }

  /** Appends to a conversation, which it opens if need be. */
  append(id: string, actor: Actor, body: EventBody, clientId: string | null): ConversationEvent {
    const log = this.#log(id);
    this.logs.set(id, log);
    const event = {
      conversationId: id,
      seq: log.length + 1,
      id: this.#newId("event"),
      clientId,
      actor,
      epoch: 1,
      at: "2026-01-01T00:00:00.000Z",
      body,
    };
    log.push(event);
    this.#position += 1;
    const row = rowOf(id, event.seq, this.#position);
    this.rows.set(id, row);
    for (const { peer, rooms, tell } of this.#connections) {
      if (rooms.has(id)) tell("events.appended", { conversationId: id, events: [event] });
      if (peer.kind === "member") tell("conversation.changed", { row });
    }
    return event;
  }

  #post(connection: ModelConnection, id: string, payload: Payload): AnyAnswer {
    const clientId = String(payload["clientId"]);
    const log = this.#log(id);
    const first = log.find((event) => event.clientId === clientId);
    if (first !== undefined) {
      this.repeats += 1;
      return { ok: true, seq: first.seq, id: first.id, duplicate: true };
    }
    const { peer } = connection;
    const seenSeq = payload["seenSeq"];
    if (peer.kind === "member" && typeof seenSeq === "number") {
      const missed = log.filter(({ seq, actor }) => seq > seenSeq && actor.id !== peer.id);
      if (missed.length > 0) {
        this.held += 1;
        return refused("unseen", { missed });
      }
    }
    if (peer.kind === "visitor") {
      const session = [...this.#sessions.values()].find((one) => one.contactId === peer.contactId);
      if (session === undefined) return refused("unauthenticated");
      if (session.conversationId !== null && session.conversationId !== id)
        return refused("not_found");
      connection.rooms.add(id);
      if (session.conversationId === null) {
        session.conversationId = id;
        this.append(id, nobody, { type: "conversation.opened", locale: "en", page: null }, null);
        for (const other of this.#connections) {
          const { peer: another } = other;
          const isOwn = another.kind === "visitor" && another.contactId === peer.contactId;
          if (isOwn && other !== connection) other.tell("resync", {});
        }
      }
    }
    const actor: Actor =
      peer.kind === "visitor"
        ? { kind: "visitor", id: peer.contactId, name: null }
        : { kind: "member", id: peer.id, name: peer.id };
    const parts = payload["parts"] as readonly { readonly type: "text"; readonly text: string }[];
    const { seq, id: eventId } = this.append(id, actor, said(parts), clientId);
    return { ok: true, seq, id: eventId, duplicate: false };
  }

  #startSession(connection: ModelConnection, asked: string | null): AnyAnswer {
    const { peer, rooms } = connection;
    if (peer.kind !== "visitor") return refused("forbidden");
    if (asked !== null && !this.#sessions.has(asked)) return refused("unauthenticated");
    const token = asked ?? this.#newId("token");
    const session = this.#sessions.get(token) ?? {
      contactId: this.#newId("contact"),
      conversationId: null,
    };
    this.#sessions.set(token, session);
    peer.contactId = session.contactId;
    const conversationId = session.conversationId ?? this.#newId("conversation");
    rooms.add(conversationId);
    const log = this.#log(conversationId);
    return {
      ok: true,
      token,
      contactId: session.contactId,
      conversationId,
      events: log.slice(-page),
      lastSeq: log.length,
      holder: "ai",
      teamSeenSeq: 0,
      channel: {
        name: "",
        brand: "",
        greeting: { en: "", zh: "" },
        suggestions: { en: [], zh: [] },
      },
    };
  }

  #log(id: string) {
    return this.logs.get(id) ?? [];
  }

  #newId(kind: string) {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }
}

/** A refusal of the model. */
export const refused = (
  kind: WireError["kind"],
  more: Partial<WireError> = {},
): { readonly ok: false; readonly error: WireError } => ({
  ok: false,
  error: { kind, message: kind, ...more },
});

const nobody: Actor = { kind: "system", id: null, name: null };

const said = (parts: readonly { readonly type: "text"; readonly text: string }[]): EventBody => ({
  type: "message.posted",
  parts,
  note: false,
  citations: [],
  decisionId: null,
  retracted: false,
});

const rowOf = (id: string, lastSeq: number, position: number): ConversationRow => ({
  id,
  contact: { id, name: null, email: null, locale: "en", createdAt: "" },
  channelName: "",
  status: "open",
  holder: "people",
  epoch: 1,
  mode: "off",
  assignee: null,
  locale: "en",
  subject: null,
  preview: null,
  previewBy: null,
  lastSeq,
  position,
  visitorSeq: 0,
  visitorSeenSeq: 0,
  seenSeq: 0,
  unread: 0,
  waitingReason: null,
  waitingSince: null,
  draft: null,
  createdAt: "",
  updatedAt: "",
});
