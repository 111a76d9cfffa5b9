import type { WireError } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type {
  ConversationChanged,
  EventsAppended,
  Heartbeat,
  PresenceChanged,
  ReplyDelta,
  ReplyEnded,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import { downstream } from "#contract/names.ts";
import {
  extendStream,
  mergeRows,
  withEntry,
  withoutEntry,
  type InboxState,
} from "./inbox-state.ts";
import type { OperatorLink } from "./operator-link.ts";

type Handlers = {
  read(): InboxState;
  set(patch: Partial<InboxState>): void;
  takeEvents(conversationId: string, events: readonly ConversationEvent[]): void;
  catchUp(conversationId: string): Promise<void>;
  resync(): void;
};

/** Turns what the server tells into state. Answers how to stop. */
export const listenToLink = ({ socket }: OperatorLink, store: Handlers): (() => void) => {
  const { read, set } = store;
  let nextTry: ReturnType<typeof setTimeout> | undefined;

  socket.on("connect", () => {
    set({ link: "online" });
    store.resync();
  });
  socket.on("disconnect", () => set({ link: "offline", streams: new Map(), typing: new Map() }));
  socket.on("connect_error", (error: Error & { data?: WireError }) => {
    const refusal = error.data;
    set({ link: "offline", outdated: refusal?.kind === "outdated" });
    if (refusal?.kind === "unauthenticated") location.assign("/sign-in");
    // Socket.IO repeats what broke by itself, but takes a refusal as final.
    else if (refusal !== undefined && passing.has(refusal.kind)) {
      const delayMs = (refusal.retryAfterMs ?? 1_000) * (1 + Math.random() / 2);
      clearTimeout(nextTry);
      nextTry = setTimeout(() => socket.connect(), delayMs);
    }
  });

  socket.on(downstream.eventsAppended, ({ conversationId, events }: EventsAppended) => {
    const ended = events.some(({ body }) => endsStream.has(body.type));
    if (ended) set({ streams: withoutEntry(read().streams, conversationId) });
    store.takeEvents(conversationId, events);
  });
  socket.on(downstream.conversationChanged, ({ row }: ConversationChanged) =>
    set({ rows: mergeRows(read().rows, [row]) }),
  );
  socket.on(downstream.replyDelta, (delta: ReplyDelta) => {
    const stream = extendStream(read().streams.get(delta.conversationId), delta);
    if (stream !== undefined)
      set({ streams: withEntry(read().streams, delta.conversationId, stream) });
  });
  socket.on(downstream.replyEnded, ({ conversationId }: ReplyEnded) =>
    set({ streams: withoutEntry(read().streams, conversationId) }),
  );
  socket.on(downstream.typingChanged, ({ conversationId, typing }: TypingChanged) =>
    set({ typing: withEntry(read().typing, conversationId, typing) }),
  );
  socket.on(downstream.presenceChanged, ({ members }: PresenceChanged) =>
    set({ presence: members }),
  );
  socket.on(downstream.seenChanged, ({ conversationId, by, seq }: SeenChanged) => {
    const row = read().rows.get(conversationId);
    if (row === undefined || by !== "visitor" || row.visitorSeenSeq >= seq) return;
    set({ rows: withEntry(read().rows, conversationId, { ...row, visitorSeenSeq: seq }) });
  });
  socket.on(downstream.knowledgeChanged, () =>
    set({ knowledgeChanges: read().knowledgeChanges + 1 }),
  );
  socket.on(downstream.heartbeat, ({ conversations }: Heartbeat) => {
    for (const { id, lastSeq } of conversations) {
      if (lastSeq > (read().threads.get(id)?.lastSeq ?? lastSeq)) void store.catchUp(id);
    }
  });
  socket.on(downstream.resync, store.resync);

  // A page that was away comes back with a question, not with hope.
  const wake = (): void => {
    if (document.visibilityState !== "visible") return;
    if (socket.connected) store.resync();
    else socket.connect();
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  return () => {
    clearTimeout(nextTry);
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("online", wake);
    socket.removeAllListeners();
  };
};

/** Refusals of a handshake that waiting helps against. */
const passing: ReadonlySet<string> = new Set(["overloaded", "unavailable", "draining", "internal"]);

/** What a stream of words turns into. */
const endsStream = new Set([
  "conversation.taken-over",
  "conversation.handed-over",
  "draft.proposed",
  "reply.superseded",
]);
