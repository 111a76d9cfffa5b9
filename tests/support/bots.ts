import { io, type Socket } from "socket.io-client";
import type { Ack } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import { namespaces, protocolVersion } from "#contract/names.ts";
import type { SessionStartAck } from "#contract/session-start.ts";

/** Somebody without a browser, straight at the server. */
export type Bot = {
  /** Posts one message after the other; waits when the server asks to. */
  post(conversationId: string, texts: readonly string[]): Promise<void>;
  /** The whole log as this side may see it. */
  log(conversationId: string): Promise<readonly ConversationEvent[]>;
  close(): void;
};

/** How a bot reaches a server whose public address leads elsewhere. */
export type Door = { readonly url: string; readonly publicUrl: string };

/** A member, signed in by the session of `cookie`. */
export const memberBot = async (door: Door, cookie: string): Promise<Bot> =>
  botOn(await connect(door, namespaces.operator, {}, { cookie }));

/** A visitor of the widget `key`, with the conversation it may open. */
export const visitorBot = async (door: Door, key: string) => {
  const socket = await connect(door, namespaces.visitor, { key }, {});
  const session = await ask<SessionStartAck>(socket, "session.start", {
    token: null,
    locale: "en",
  });
  return { ...botOn(socket), conversationId: session.conversationId };
};

const botOn = (socket: Socket): Bot => ({
  post: async (conversationId, texts) => {
    for (const text of texts) {
      const clientId = crypto.randomUUID();
      const parts = [{ type: "text", text }];
      await ask(socket, "message.post", { conversationId, clientId, parts });
    }
  },
  log: async (conversationId) => {
    const events: ConversationEvent[] = [];
    for (let more = true; more;) {
      const after = events.at(-1)?.seq ?? 0;
      const page = await ask<EventsFetchAck>(socket, "events.fetch", { conversationId, after });
      events.push(...page.events);
      more = page.more;
    }
    return events;
  },
  close: () => socket.disconnect(),
});

const connect = async (
  { url, publicUrl }: Door,
  namespace: string,
  auth: object,
  headers: Record<string, string>,
): Promise<Socket> => {
  const socket = io(url + namespace, {
    transports: ["websocket"],
    forceNew: true,
    auth: { ...auth, version: protocolVersion },
    extraHeaders: { origin: publicUrl, ...headers },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
};

const ask = async <T>(socket: Socket, name: string, payload: object): Promise<T> => {
  for (;;) {
    const answer = (await socket.timeout(10_000).emitWithAck(name, payload)) as Ack<T>;
    if (answer.ok) return answer;
    const { kind, message, retryAfterMs } = answer.error;
    if (kind !== "overloaded") throw new Error(`${name}: ${message}`);
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs ?? 500));
  }
};
