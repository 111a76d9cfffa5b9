import { setTimeout as wait } from "node:timers/promises";
import { loggedEvent } from "../../chaos/client/logged-event.ts";
import type { EventsFetchAck } from "../../realtime/contract/conversation-requests.ts";
import type { ConversationEvent } from "../../realtime/contract/conversation-event.ts";
import type { EventsAppended, Heartbeat } from "../../realtime/contract/downstream.ts";
import { type Ledger, countRefusal } from "./ledger.ts";
import { type Line, pauseMs } from "./line.ts";

/** The conversations one open page shows: in order, each event once, what came too early held back. */
export type Reader = {
  readonly followed: readonly string[];
  /** Shows a conversation that stands at `lastSeq`; events that came along need not be fetched. */
  follow(conversationId: string, lastSeq: number, events?: readonly ConversationEvent[]): void;
  /** Takes an `events.appended`. */
  appended(json: string): void;
  /** Takes a `heartbeat`. */
  heartbeat(json: string): void;
  /** Fetches whatever is missing anywhere: after `resync`. */
  catchUp(): void;
  shownUpTo(conversationId: string): number;
};

/** Whose page it is, and who hears of each event that is shown. */
export type ReaderOptions = {
  readonly session: string;
  readonly ledger: Ledger;
  readonly line: () => Line;
  onShown(event: ConversationEvent, atMs: number): void;
};

/** Makes the reader of a page that keeps the rules RT4, RT9, RT10 and RT11. */
export const makeReader = ({ session, ledger, line, onShown }: ReaderOptions): Reader => {
  const screens = new Map<string, Screen>();

  const take = (conversation: string, screen: Screen, event: ConversationEvent): void => {
    if (event.seq > screen.shown) screen.held.set(event.seq, event);
    const atMs = performance.now();
    for (;;) {
      const next = screen.held.get(screen.shown + 1);
      if (next === undefined) return;
      screen.held.delete(next.seq);
      screen.shown = next.seq;
      ledger.record({ kind: "recv", atMs, session, conversation, ...loggedEvent(next) });
      onShown(next, atMs);
    }
  };

  /** A call while it fetches makes it ask once more: what was on its way may be older than the reason. */
  const fetchMissing = async (conversationId: string, screen: Screen): Promise<void> => {
    screen.again = true;
    if (screen.isFetching) return;
    screen.isFetching = true;
    for (let attempts = 0; line().isOpen;) {
      screen.again = false;
      ledger.counts.fetches += 1;
      const after = screen.shown;
      const page = await line().ask<EventsFetchAck>("events.fetch", { conversationId, after });
      if (page?.ok === true) {
        for (const event of page.events) take(conversationId, screen, event);
        if (!page.more && screen.held.size === 0 && !screen.again) break;
        attempts = 0;
        continue;
      }
      if (page !== null) countRefusal(ledger, page.error);
      await wait(Math.max(page?.error.retryAfterMs ?? 0, pauseMs(attempts)));
      attempts += 1;
    }
    screen.isFetching = false;
  };

  return {
    get followed() {
      return [...screens.keys()];
    },
    follow: (conversationId, lastSeq, events = []) => {
      const screen = screens.get(conversationId) ?? {
        shown: 0,
        held: new Map<number, ConversationEvent>(),
        isFetching: false,
        again: false,
      };
      screens.set(conversationId, screen);
      for (const event of events) take(conversationId, screen, event);
      if (lastSeq > screen.shown) void fetchMissing(conversationId, screen);
    },
    appended: (json) => {
      const { conversationId, events } = JSON.parse(json) as EventsAppended;
      const screen = screens.get(conversationId);
      if (screen === undefined) return;
      for (const event of events) {
        if (event.seq <= screen.shown || screen.held.has(event.seq)) ledger.counts.duplicates += 1;
        take(conversationId, screen, event);
      }
      if (screen.held.size === 0 || screen.isFetching) return;
      ledger.counts.gaps += 1;
      void fetchMissing(conversationId, screen);
    },
    heartbeat: (json) => {
      for (const { id, lastSeq } of (JSON.parse(json) as Heartbeat).conversations) {
        const screen = screens.get(id);
        if (screen !== undefined && lastSeq > screen.shown) void fetchMissing(id, screen);
      }
    },
    catchUp: () => {
      for (const [conversationId, screen] of screens) void fetchMissing(conversationId, screen);
    },
    shownUpTo: (conversationId) => screens.get(conversationId)?.shown ?? 0,
  };
};

type Screen = {
  shown: number;
  readonly held: Map<number, ConversationEvent>;
  isFetching: boolean;
  again: boolean;
};
