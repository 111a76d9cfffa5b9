import { randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";
import type { WireError } from "#contract/ack.ts";
import type { Actor, ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { ChannelLook, SessionStartAck } from "#contract/session-start.ts";

/** What the gateway does with one request: answers it, keeps silent after storing, or refuses it. */
export type Fate = "answer" | "silence" | { readonly refuse: WireError };

/** A gateway for visitors that a test steers: it can lose, repeat and delay whatever it sends. */
export type ScriptedGateway = AsyncDisposable & {
  readonly url: string;
  /** Decides the fate of each request. Set it to make trouble; default: answer. */
  fate: (name: string, payload: Record<string, unknown>) => Fate;
  /** Decides which events of an append reach the widget, and in which order. Default: all. */
  deliver: (events: readonly ConversationEvent[]) => readonly (readonly ConversationEvent[])[];
  /** Handshakes are refused with this while it is set. */
  refuseHandshake: WireError | null;
  /** How many handshakes were refused. */
  readonly refusals: () => number;
  look: ChannelLook;
  readonly log: (conversationId: string) => readonly ConversationEvent[];
  readonly conversationIds: () => readonly string[];
  /** Names and payloads of all requests so far. */
  readonly requests: readonly {
    readonly name: string;
    readonly payload: Record<string, unknown>;
  }[];
  /** Stores an event and tells it. */
  append(conversationId: string, actor: Actor, body: EventBody, epoch?: number): ConversationEvent;
  /** Tells everyone something volatile. */
  tell(name: string, payload: object): void;
  /** Cuts every connection. */
  cut(): void;
  readonly connections: () => number;
  /** Forgets all sessions, as after a restore. */
  forgetSessions(): void;
};

/** The AI of the script. */
export const scriptedAi: Actor = { kind: "ai", id: "policy", name: "Xin" };
/** A person of the script. */
export const scriptedPerson: Actor = {
  kind: "member",
  id: "0192f0c4-7b1a-7cc0-8a3b-000000000001",
  name: "Maya Lindqvist",
};

/** A message's body. */
export const words = (text: string, more: Partial<EventBody & { type: "message.posted" }> = {}) =>
  ({
    type: "message.posted",
    parts: [{ type: "text", text }],
    note: false,
    citations: [],
    decisionId: null,
    retracted: false,
    ...more,
  }) satisfies EventBody;

type Session = { readonly contactId: string; conversationId: string | null };

/** Starts a scripted gateway, on a free port unless told. `await using` stops it. */
export const startScriptedGateway = async (
  options: { port?: number; serve?: RequestListener } = {},
): Promise<ScriptedGateway> => {
  const http = createServer(options.serve);
  const io = new Server(http, {
    serveClient: false,
    transports: ["websocket"],
    pingInterval: 500,
  });
  const visitors = io.of("/visitor");
  const logs = new Map<string, ConversationEvent[]>();
  const sessions = new Map<string, Session>();
  let refusals = 0;
  const requests: { name: string; payload: Record<string, unknown> }[] = [];

  const append: ScriptedGateway["append"] = (conversationId, actor, body, epoch) =>
    store(conversationId, actor, body, { epoch, clientId: null });
  const store = (
    conversationId: string,
    actor: Actor,
    body: EventBody,
    { epoch, clientId }: { epoch?: number | undefined; clientId: string | null },
  ) => {
    const log = logs.get(conversationId) ?? [];
    logs.set(conversationId, log);
    const event: ConversationEvent = {
      conversationId,
      seq: log.length + 1,
      id: randomUUID(),
      clientId,
      actor,
      epoch: epoch ?? log.at(-1)?.epoch ?? 1,
      at: new Date().toISOString(),
      body,
    };
    log.push(event);
    for (const events of gateway.deliver([event])) {
      visitors.to(conversationId).emit("events.appended", { conversationId, events });
    }
    return event;
  };

  const startSession = (socket: Socket, { token }: Record<string, unknown>) => {
    const known = typeof token === "string" ? sessions.get(token) : undefined;
    if (known === undefined && token !== null) {
      return { kind: "unauthenticated", message: "This session is over." } as const;
    }
    const kept = known === undefined ? randomUUID() : String(token);
    const session = known ?? { contactId: randomUUID(), conversationId: null };
    sessions.set(kept, session);
    const conversationId = session.conversationId ?? randomUUID();
    Object.assign(socket.data, { session });
    void socket.join([conversationId, session.contactId]);
    const log = logs.get(conversationId) ?? [];
    return {
      token: kept,
      contactId: session.contactId,
      conversationId,
      events: log.slice(-200),
      lastSeq: log.length,
      holder: holderOf(log),
      teamSeenSeq: 0,
      channel: gateway.look,
    } satisfies SessionStartAck;
  };

  const post = (socket: Socket, payload: Record<string, unknown>) => {
    const { session } = socket.data as { session: Session };
    const conversationId = String(payload["conversationId"]);
    const clientId = String(payload["clientId"]);
    const first = logs.get(conversationId)?.find((event) => event.clientId === clientId);
    if (first !== undefined) return { seq: first.seq, id: first.id, duplicate: true };
    void socket.join(conversationId);
    const isNew = session.conversationId === null;
    session.conversationId = conversationId;
    const actor: Actor = { kind: "visitor", id: session.contactId, name: null };
    if (!logs.has(conversationId)) {
      store(
        conversationId,
        actor,
        { type: "conversation.opened", locale: "en", page: null },
        { clientId: null },
      );
    }
    const parts = payload["parts"] as { type: "text"; text: string }[];
    const { seq, id } = store(conversationId, actor, words(parts[0]?.text ?? ""), { clientId });
    if (isNew) socket.broadcast.to(session.contactId).emit("resync", {});
    return { seq, id, duplicate: false };
  };

  const answer = (socket: Socket, name: string, payload: Record<string, unknown>): object => {
    const conversationId = String(payload["conversationId"]);
    const log = logs.get(conversationId) ?? [];
    switch (name) {
      case "session.start":
        return startSession(socket, payload);
      case "message.post":
        return post(socket, payload);
      case "events.fetch": {
        const after = Number(payload["after"]);
        const events = log.slice(after, after + 200);
        return { events, lastSeq: log.length, more: after + 200 < log.length };
      }
      case "person.request": {
        const { session } = socket.data as { session: Session };
        session.conversationId = conversationId;
        const actor: Actor = { kind: "visitor", id: session.contactId, name: null };
        const body = { type: "conversation.handed-over", reason: "asked" } as const;
        const epoch = (log.at(-1)?.epoch ?? 1) + 1;
        const { seq } = append(
          conversationId,
          actor,
          { ...body, epoch, detail: null, decisionId: null },
          epoch,
        );
        return { seq };
      }
      default:
        return {};
    }
  };

  visitors.use((_socket, next) => {
    if (gateway.refuseHandshake === null) return next();
    refusals += 1;
    next(Object.assign(new Error("refused"), { data: gateway.refuseHandshake }));
  });
  visitors.on("connection", (socket) => {
    socket.onAny((name: string, payload: Record<string, unknown>, ack?: (a: object) => void) => {
      requests.push({ name, payload });
      const fate = gateway.fate(name, payload);
      if (typeof fate === "object") return ack?.({ ok: false, error: fate.refuse });
      const result = answer(socket, name, payload);
      if (fate === "silence") return;
      ack?.("kind" in result ? { ok: false, error: result } : { ok: true, ...result });
    });
  });

  const gateway: ScriptedGateway = {
    url: "",
    fate: () => "answer",
    deliver: (events) => [events],
    refuseHandshake: null,
    refusals: () => refusals,
    look: {
      name: "Tarnmoor",
      brand: "#2f4a3a",
      greeting: { en: "Hello. Ask anything about your kit.", zh: "您好，有什么可以帮您？" },
      suggestions: {
        en: [
          "My tent pole split. Is it covered?",
          "How do I return an order?",
          "Where is my parcel?",
        ],
        zh: ["帐篷杆断了，保修吗？", "怎么退货？", "我的包裹到哪里了？"],
      },
    },
    log: (conversationId) => logs.get(conversationId) ?? [],
    conversationIds: () => [...logs.keys()],
    requests,
    append,
    tell: (name, payload) => void visitors.emit(name, payload),
    cut: () => {
      for (const socket of visitors.sockets.values()) socket.conn.close();
    },
    connections: () => visitors.sockets.size,
    forgetSessions: () => sessions.clear(),
    [Symbol.asyncDispose]: async () => {
      await io.close();
    },
  };
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = http.address() as AddressInfo;
  return Object.assign(gateway, { url: `http://127.0.0.1:${address.port}` });
};

const holderOf = (log: readonly ConversationEvent[]) => {
  const last = log.findLast(({ body }) => /taken-over|handed-over|handed-back/.test(body.type))
    ?.body.type;
  if (last === "conversation.taken-over") return "people";
  return last === "conversation.handed-over" ? "waiting" : "ai";
};
