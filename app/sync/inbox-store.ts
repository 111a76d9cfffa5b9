import type { Ack, WireError } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { OperatorRequests } from "#contract/requests.ts";
import { retryDelayMs } from "./core/backoff.ts";
import { DeliveryCounter } from "./core/delivery-counter.ts";
import { exclusiveTurn } from "./core/exclusive-turn.ts";
import type { LinkEvents } from "./core/link.ts";
import { newId } from "./core/new-id.ts";
import { type Delivery, deliveryOf, Outbox, type OutboxStore } from "./core/outbox.ts";
import { isPassing } from "./core/passing.ts";
import { reportDelivery } from "./core/report-delivery.ts";
import { prependEvents } from "./core/thread-state.ts";
import { hear } from "./hear.ts";
import {
  initialInbox,
  mergeRows,
  withEntry,
  withoutEntry,
  type InboxState,
} from "./inbox-state.ts";
import { OpenThreads } from "./open-threads.ts";
import { type OperatorItem, requestFor } from "./operator-item.ts";
import type { OperatorLink } from "./operator-link.ts";
import { RowFeed, type RowsPage } from "./row-feed.ts";

/** What the console's live half stands on. */
export type InboxPorts = {
  /** Name of the lock that the tabs of this member share. */
  readonly name: string;
  readonly openLink: (events: LinkEvents) => OperatorLink;
  readonly outboxStore: OutboxStore<OperatorItem>;
  /** Rows that changed after a position; the newest rows for null. Undefined when it failed. */
  readonly fetchRows: (after: number | null) => Promise<RowsPage | undefined>;
  /** The session is over: the member has to sign in again. */
  readonly onSignedOut: () => void;
};

/** The console's live half: what is known, and what can be asked. One for each page. */
export type InboxStore = ReturnType<typeof openInboxStore>;

/** Listeners hear of changes at most this often, in ms: no screen shows more. */
const tellEveryMs = 16;

/** An act on a conversation. */
export type ActName = Exclude<
  keyof OperatorRequests,
  | "events.fetch"
  | "conversation.join"
  | "conversation.leave"
  | "seen.mark"
  | "typing.set"
  | `delivery.${string}`
  | `doc.${string}`
>;

/** What an act needs: the id that makes it the same act over its retries is made here. */
export type ActInput<Name extends ActName> = Omit<OperatorRequests[Name]["request"], "clientId">;

/** Opens the live link of a member. Call `close` when the page goes. */
export const openInboxStore = (ports: InboxPorts) => {
  let state = initialInbox;
  const listeners = new Set<() => void>();
  let telling: ReturnType<typeof setTimeout> | undefined;
  const set = (patch: Partial<InboxState>): void => {
    state = { ...state, ...patch };
    telling ??= setTimeout(() => {
      telling = undefined;
      for (const listener of listeners) listener();
    }, tellEveryMs);
  };
  const ears = new Set<(name: string, payload: unknown) => void>();
  const isOnline = () => state.link === "online";
  const counter = new DeliveryCounter();

  const deliver = async (item: OperatorItem): Promise<Delivery> => {
    const answer = await requestFor(link, item);
    if (!answer.ok) return deliveryOf(answer.error);
    const { conversationId } = item;
    const seq = answer.seq ?? 0;
    threads.notice(conversationId, seq);
    // The log brings it to a thread that is open; elsewhere there is no place to show it.
    const isAwaited = seq > (state.threads.get(conversationId)?.lastSeq ?? seq);
    return { type: isAwaited ? "sent" : "stored" };
  };
  const outbox = new Outbox<OperatorItem>({
    store: ports.outboxStore,
    deliver,
    canDeliver: isOnline,
    exclusively: (task) => exclusiveTurn(`${ports.name}:outbox`, task),
    laneOf: ({ conversationId }) => conversationId,
    holdsBack: () => true,
    onChange: (pending) => set({ pending }),
  });
  /** What the log holds needs no sending, even if its acknowledgement was lost. */
  const settle = (events: readonly ConversationEvent[]) => {
    const stored = new Set(events.map(({ clientId }) => clientId));
    void outbox.settle(({ clientId }) => stored.has(clientId));
  };
  const threads = new OpenThreads({
    link: () => link,
    isOnline,
    read: (id) => state.threads.get(id),
    write: (id, thread) =>
      set({
        threads:
          thread === undefined
            ? withoutEntry(state.threads, id)
            : withEntry(state.threads, id, thread),
      }),
    onRow: (row) => feed.take([row]),
    onShown: settle,
    counter,
  });
  const feed = new RowFeed({
    fetch: ports.fetchRows,
    canFetch: isOnline,
    onRows: (rows) => set({ rows: mergeRows(state.rows, rows) }),
  });
  const resync = () => {
    threads.resume();
    void feed.refresh();
  };
  /** What was told since the page was rendered, or while the line was down, was told to nobody here. */
  const resyncAll = () => {
    resync();
    set({ pageChanges: state.pageChanges + 1 });
  };
  const goDown = (now: InboxState["link"]) =>
    set({ link: now, streams: new Map(), typing: new Map() });
  const giveUp = ({ kind }: WireError) => {
    if (kind === "unauthenticated") ports.onSignedOut();
    goDown(kind === "outdated" ? "outdated" : kind === "conflict" ? "moved" : "refused");
  };

  const kept = outbox.reload();
  const link = ports.openLink({
    onUp: () => {
      if (state.link === "offline") counter.refetched();
      set({ link: "online" });
      link.settled();
      resyncAll();
      outbox.flushNow();
    },
    onDown: () => goDown("offline"),
    onRefused: giveUp,
    onMessage: hear(ears, {
      read: () => state,
      set,
      onEvents: (conversationId, events) => threads.receive(conversationId, events),
      onRow: (row) => feed.take([row]),
      onBeat: ({ conversations, position }) => {
        for (const { id, lastSeq } of conversations) {
          counter.beat(state.threads.get(id) ?? null, lastSeq);
          threads.notice(id, lastSeq);
        }
        if (position !== undefined) feed.beat(position);
      },
      onResync: resyncAll,
      onModes: () => {
        threads.resume();
        void ports.fetchRows(null).then((page) => page === undefined || feed.take(page.rows));
      },
    }),
  });

  const stopReporting = reportDelivery({
    counter,
    canSend: isOnline,
    send: (report) => link.request("delivery.report", report),
  });

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: () => state,

    /** Takes in the list the server rendered, read at a position of the tenant. */
    seedRows: (rows: readonly ConversationRow[], position: number) => feed.seed({ rows, position }),

    /** Takes in an older page of the list. */
    addRows: (rows: readonly ConversationRow[]) => feed.take(rows),

    /** Opens a thread with what the server rendered and follows it live. Answers how to leave it. */
    openThread: (row: ConversationRow, events: readonly ConversationEvent[]) => {
      const leave = threads.open(row, events);
      void kept.then(() => settle(state.threads.get(row.id)?.events ?? []));
      return () => {
        leave();
        if (state.threads.has(row.id)) return;
        // Nothing brings the log of a closed thread.
        void outbox.settle(({ conversationId, sent }) => !!sent && conversationId === row.id);
      };
    },

    /** Puts an older page before a thread. */
    prepend: (conversationId: string, older: readonly ConversationEvent[]) => {
      const thread = state.threads.get(conversationId);
      if (thread === undefined) return;
      set({ threads: withEntry(state.threads, conversationId, prependEvents(thread, older)) });
    },

    /** Sends a message through the outbox. */
    post: (message: Omit<OperatorItem, "clientId" | "at" | "refused" | "sent">) =>
      void outbox.add({ ...message, clientId: newId() }),

    /** Tries a refused message again. */
    retry: (clientId: string) => void outbox.retry(clientId),

    /** The writer has read what was missed and sends the same message, under the same id. */
    sendAnyway: ({ clientId, conversationId, refused }: OperatorItem) => {
      const shown = state.threads.get(conversationId)?.lastSeq ?? 0;
      const seenSeq = Math.max(shown, refused?.missed?.at(-1)?.seq ?? 0);
      void outbox.retry(clientId, { seenSeq });
    },

    /** Takes a message that was not sent out of the outbox. */
    takeBack: (clientId: string) =>
      void outbox.settle((item) => item.clientId === clientId && !item.sent),

    /** Does one act on a conversation. The same id over its own retries. */
    act: async <Name extends ActName>(
      name: Name,
      input: ActInput<Name>,
    ): Promise<Ack<OperatorRequests[Name]["granted"]>> => {
      const payload: object = { ...input, clientId: newId() };
      for (let attempt = 0; ; attempt++) {
        const answer = await link.request(name, payload as OperatorRequests[Name]["request"]);
        if (answer.ok || !isPassing(answer.error) || attempt === 3) return answer;
        const delayMs = retryDelayMs(attempt, answer.error.retryAfterMs);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    },

    /** Says how far this member has read. */
    markSeen: (conversationId: string, seq: number) => {
      const row = state.rows.get(conversationId);
      if (row === undefined || row.seenSeq >= seq) return;
      const read = { ...row, seenSeq: seq, unread: seq >= row.visitorSeq ? 0 : row.unread };
      set({ rows: withEntry(state.rows, conversationId, read) });
      void link.request("seen.mark", { conversationId, seq });
    },

    /** Hears everything the server tells, as it comes. Answers how to stop. */
    listen: (ear: (name: string, payload: unknown) => void) => {
      ears.add(ear);
      return () => void ears.delete(ear);
    },

    /** Asks once: a line that is down answers `unavailable`. */
    ask: <Name extends keyof OperatorRequests>(
      name: Name,
      request: OperatorRequests[Name]["request"],
    ) => link.request(name, request),

    setTyping: (conversationId: string, typing: boolean, note: boolean) =>
      link.tell("typing.set", { conversationId, typing, note }),

    /** The page woke up, came into view or got its network back. */
    wake: () => {
      link.wake();
      outbox.flushNow();
      resync();
    },

    close: () => {
      clearTimeout(telling);
      listeners.clear();
      ears.clear();
      stopReporting();
      outbox.close();
      threads.close();
      feed.close();
      link.close();
    },
  };
};
