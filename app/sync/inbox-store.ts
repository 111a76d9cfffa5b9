import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationJoinAck, EventsFetchAck } from "#contract/conversation-requests.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { upstream } from "#contract/names.ts";
import type { Ack } from "#contract/ack.ts";
import {
  initialInbox,
  mergeRows,
  withEntry,
  withoutEntry,
  type InboxState,
} from "./inbox-state.ts";
import { listenToLink } from "./inbox-events.ts";
import { newId } from "./new-id.ts";
import { openOperatorLink } from "./operator-link.ts";
import { openPostQueue } from "./post-queue.ts";
import type { OutboxMessage } from "./outbox.ts";
import { applyEvents, hasGap, prependEvents, threadFrom } from "./thread-state.ts";

/** The console's live half: what is known, and what can be asked. One for each page. */
export type InboxStore = ReturnType<typeof openInboxStore>;

const reloadEveryMs = 30_000;

/** Opens the live link for a member. Call `close` when the page goes. */
export const openInboxStore = (memberId: string) => {
  let state = initialInbox;
  const listeners = new Set<() => void>();
  const joined = new Map<string, number>();
  const fetching = new Set<string>();
  const link = openOperatorLink();

  const set = (patch: Partial<InboxState>): void => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };

  const takeEvents = (conversationId: string, events: readonly ConversationEvent[]): void => {
    const thread = state.threads.get(conversationId);
    if (thread === undefined) return;
    const next = applyEvents(thread, events);
    set({ threads: withEntry(state.threads, conversationId, next) });
    queue.settle(events);
    if (hasGap(next)) void catchUp(conversationId);
  };

  const catchUp = async (conversationId: string): Promise<void> => {
    if (fetching.has(conversationId)) return;
    fetching.add(conversationId);
    try {
      for (let more = true; more;) {
        const after = state.threads.get(conversationId)?.lastSeq ?? 0;
        const answer = await link.request<EventsFetchAck>(upstream.fetchEvents, {
          conversationId,
          after,
        });
        if (!answer.ok) return;
        takeEvents(conversationId, answer.events);
        more = answer.more && answer.events.length > 0;
      }
    } finally {
      fetching.delete(conversationId);
    }
  };

  const join = async (conversationId: string): Promise<void> => {
    const answer = await link.request<ConversationJoinAck>(upstream.joinConversation, {
      conversationId,
    });
    if (!answer.ok) return;
    set({ rows: mergeRows(state.rows, [answer.row]) });
    if (answer.lastSeq > (state.threads.get(conversationId)?.lastSeq ?? 0))
      await catchUp(conversationId);
  };

  const resync = (): void => {
    for (const conversationId of joined.keys()) void join(conversationId);
    void refreshRows();
    queue.flush();
  };

  const refreshRows = async (): Promise<void> => {
    const answer = await fetch("/inbox/rows?view=all&status=open", {
      headers: { accept: "application/json" },
    }).catch(() => undefined);
    if (answer?.ok !== true) return;
    const page = (await answer.json()) as { rows: readonly ConversationRow[] };
    set({ rows: mergeRows(state.rows, page.rows) });
  };

  const queue = openPostQueue({
    memberId,
    link,
    read: () => state.pending,
    write: (pending) => set({ pending }),
  });
  const stopListening = listenToLink(link, { read: () => state, set, takeEvents, catchUp, resync });
  // A tab that slept may have missed a beat; ask again now and then, cheaply.
  const reload = setInterval(() => {
    if (document.visibilityState === "visible" && state.link === "online") void refreshRows();
  }, reloadEveryMs);

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: () => state,

    /** Takes in rows the server rendered. */
    seedRows: (rows: readonly ConversationRow[]) => set({ rows: mergeRows(state.rows, rows) }),

    /** Opens a thread with what the server rendered and follows it live. Answers how to leave it. */
    openThread: (
      conversationId: string,
      events: readonly ConversationEvent[],
      row: ConversationRow,
    ) => {
      const known = state.threads.get(conversationId);
      const thread = known === undefined ? threadFrom(events) : applyEvents(known, events);
      set({
        threads: withEntry(state.threads, conversationId, thread),
        rows: mergeRows(state.rows, [row]),
      });
      joined.set(conversationId, (joined.get(conversationId) ?? 0) + 1);
      void join(conversationId);
      return () => {
        const left = (joined.get(conversationId) ?? 1) - 1;
        if (left > 0) {
          joined.set(conversationId, left);
          return;
        }
        joined.delete(conversationId);
        set({ threads: withoutEntry(state.threads, conversationId) });
        void link.request(upstream.leaveConversation, { conversationId });
      };
    },

    /** Puts an older page before a thread. */
    prepend: (conversationId: string, older: readonly ConversationEvent[]) => {
      const thread = state.threads.get(conversationId);
      if (thread === undefined) return;
      set({ threads: withEntry(state.threads, conversationId, prependEvents(thread, older)) });
    },

    /** Sends a message through the outbox. Answers its client id. */
    post: (message: Omit<OutboxMessage, "clientId" | "at">) => queue.post(message),
    retry: (clientId: string) => queue.retry(clientId),
    sendAnyway: (clientId: string) => queue.sendAnyway(clientId),
    takeBack: (clientId: string) => queue.takeBack(clientId),

    /** Does one act on a conversation. The same id over its own retries. */
    act: async (
      name: string,
      input: { conversationId: string } & Record<string, unknown>,
    ): Promise<Ack<object>> => {
      const payload = { ...input, clientId: newId() };
      for (let attempt = 1; ; attempt++) {
        const answer = await link.request<object>(name, payload);
        const passing =
          !answer.ok && ["unavailable", "overloaded", "draining"].includes(answer.error.kind);
        if (!passing || attempt === 4) return answer;
        await new Promise((resolve) => setTimeout(resolve, answer.error.retryAfterMs ?? 1_000));
      }
    },

    /** Says how far this member has read. */
    markSeen: (conversationId: string, seq: number) => {
      const row = state.rows.get(conversationId);
      if (row === undefined || row.seenSeq >= seq) return;
      const read = { ...row, seenSeq: seq, unread: seq >= row.visitorSeq ? 0 : row.unread };
      set({ rows: withEntry(state.rows, conversationId, read) });
      void link.request(upstream.markSeen, { conversationId, seq });
    },

    setTyping: (conversationId: string, typing: boolean, note: boolean) => {
      link.socket.volatile.emit(
        upstream.setTyping,
        { conversationId, typing, note },
        () => undefined,
      );
    },

    close: () => {
      clearInterval(reload);
      stopListening();
      queue.close();
      link.socket.disconnect();
    },
  };
};
