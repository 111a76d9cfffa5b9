import type { WireError } from "#contract/ack.ts";
import type {
  EventsAppended,
  Heartbeat,
  ReplyDelta,
  ReplyEnded,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import { limits, times } from "#contract/names.ts";
import { CatchUp } from "./catch-up.ts";
import { exclusiveTurn } from "./exclusive-turn.ts";
import { hasVisibleCharacter } from "./has-visible-character.ts";
import { openLink, type Link } from "./link.ts";
import { newId } from "./new-id.ts";
import { deliveryOf, Outbox, type Delivery, type OutboxItem, type OutboxStore } from "./outbox.ts";
import { earlierSeq, prependEvents } from "./thread-state.ts";
import type { WidgetMemory } from "./widget-memory.ts";
import {
  initialState,
  withDelta,
  withEnd,
  withEvents,
  withKnownSeq,
  withLinkDown,
  withSeen,
  withSent,
  withSession,
  withTyping,
  type WidgetState,
} from "./widget-state.ts";

/** Where a visitor's conversation lives, and what keeps it between page loads. */
export type ConversationOptions = {
  /** Origin of the gateway, such as `https://support.example.com`. */
  readonly origin: string;
  readonly widgetKey: string;
  /** Name of the lock that the tabs of this visitor share. */
  readonly storageName: string;
  readonly locale: "en" | "zh";
  readonly memory: WidgetMemory;
  readonly outboxStore: OutboxStore;
  readonly onChange: (state: WidgetState) => void;
};

/** A half-written answer vanishes when nothing more comes for this long. */
const staleStreamMs = 20_000;

/**
 * A visitor's conversation: keeps the session, the log and the outbox in step with the server, and
 * tells the panel about every change.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #catchUp: CatchUp;
  #state: WidgetState;
  /** A session stands on this connection: requests make sense. */
  #ready = false;
  #toldSeenSeq = 0;
  #toldTypingAt = 0;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: ConversationOptions) {
    const { origin, widgetKey, storageName, memory, outboxStore } = options;
    this.#options = options;
    this.#state = initialState(memory.read());
    this.#outbox = new Outbox({
      store: outboxStore,
      deliver: (item) => this.#deliver(item),
      canDeliver: () => this.#ready,
      exclusively: (task) => exclusiveTurn(`${storageName}:outbox`, task),
      onChange: (outbox) => this.#set({ ...this.#state, outbox }),
    });
    this.#catchUp = new CatchUp({
      thread: () => this.#state.thread,
      canFetch: () => this.#ready,
      fetch: (conversationId, after) => this.#fetch(conversationId, after),
      onPage: ({ events, lastSeq }) => {
        this.#set(withKnownSeq(withEvents(this.#state, events), lastSeq));
        this.#settleArrived();
      },
    });
    void this.#outbox.reload();
    this.#link = openLink(origin, widgetKey, {
      onUp: () => void this.#startSession(),
      onDown: () => this.#goDown(),
      onRefused: (error) => this.#giveUp(error),
      onMessage: (message, payload) => this.#hear(message, payload),
    });
  }

  /** What the panel shows now. */
  get state(): WidgetState {
    return this.#state;
  }

  /** Sends a message; one without a visible character is left alone. Returns whether it went in. */
  send(text: string): boolean {
    if (!hasVisibleCharacter(text)) return false;
    this.typing(false);
    this.#options.memory.write({ wrote: true });
    this.#add("message", text);
    return true;
  }

  /** Asks for a person, once the messages before it have arrived. */
  requestPerson(): void {
    const asked = this.#state.outbox.find(({ kind }) => kind === "person");
    if (asked === undefined) this.#add("person", "");
    else if (asked.refused !== null) this.retry(asked.clientId);
  }

  /** Tries a refused message again. */
  retry(clientId: string): void {
    void this.#outbox.retry(clientId);
  }

  /** Gives a refused message up. */
  discard(clientId: string): void {
    void this.#outbox.settle(clientId);
  }

  /** Stops the answer that is being written. Its words go at once; nothing of it was stored. */
  stopReply(): void {
    const { thread, streams } = this.#state;
    if (thread === null || streams.current === null || !this.#ready) return;
    const { conversationId } = thread;
    const { decisionId } = streams.current;
    this.#link.tell("reply.stop", { conversationId });
    this.#set(withEnd(this.#state, { conversationId, decisionId, outcome: "stopped" }));
  }

  /** The visitor has the end of the conversation in view. */
  markSeen(): void {
    const seq = this.#state.thread?.lastSeq ?? 0;
    if (seq > this.#state.seenSeq) {
      this.#options.memory.write({ seenSeq: seq });
      this.#set({ ...this.#state, seenSeq: seq });
    }
    this.#tellSeen();
  }

  /** The visitor types, or has stopped. */
  typing(typing: boolean): void {
    const { thread } = this.#state;
    const now = Date.now();
    const isNews = typing
      ? now - this.#toldTypingAt > times.typingRepeatMs
      : this.#toldTypingAt > 0;
    if (!isNews || !this.#ready || thread === null || thread.lastSeq === 0) return;
    this.#toldTypingAt = typing ? now : 0;
    this.#link.tell("typing.set", { conversationId: thread.conversationId, typing });
  }

  /** Loads the page before the first event held. Returns false when it did not come. */
  async loadEarlier(): Promise<boolean> {
    const { thread } = this.#state;
    const last = thread === null ? null : earlierSeq(thread);
    if (thread === null || last === null || !this.#ready) return false;
    const ack = await this.#fetch(thread.conversationId, Math.max(0, last - limits.eventsPerPage));
    if (!ack.ok || this.#state.thread?.conversationId !== thread.conversationId) return false;
    this.#set({ ...this.#state, thread: prependEvents(this.#state.thread, ack.events) });
    return true;
  }

  /** The page woke up, came into view or got its network back. */
  wake(): void {
    this.#link.wake();
    this.#outbox.flushNow();
    void this.#catchUp.run();
  }

  /** Forgets this visitor on this device. The conversation stays with the team. */
  forget(): void {
    this.#options.memory.clear();
    void this.#options.outboxStore.change(() => []);
    this.close();
  }

  /** Ends the connection. What waits in the outbox goes out on the next page. */
  close(): void {
    this.#ready = false;
    this.#outbox.close();
    this.#catchUp.close();
    this.#link.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #add(kind: OutboxItem["kind"], text: string) {
    const item: OutboxItem = {
      clientId: newId(),
      kind,
      conversationId: this.#state.thread?.conversationId ?? null,
      text,
      page: globalThis.location?.pathname.slice(0, 500) ?? "",
      at: new Date().toISOString(),
      refused: null,
    };
    void this.#outbox.add(item);
  }

  async #startSession(): Promise<void> {
    const { memory, locale } = this.#options;
    const token = memory.read().token ?? null;
    const ack = await this.#link.request("session.start", { token, locale });
    if (!ack.ok) return this.#sessionRefused(ack.error, token);

    const remembered = memory.read();
    const otherTabWasFirst = token === null && remembered.token !== undefined;
    if (otherTabWasFirst && remembered.token !== ack.token) return this.#startSession();

    const isSame = remembered.contactId === ack.contactId;
    // Nothing is stored yet: every page of this visitor keeps to the id that the first one got.
    const conversationId =
      (ack.lastSeq === 0 && isSame && remembered.conversationId) || ack.conversationId;
    const { token: newToken, contactId, channel: look } = ack;
    const seenSeq = isSame ? Math.max(remembered.seenSeq ?? 0, this.#state.seenSeq) : 0;
    memory.write({ token: newToken, contactId, conversationId, look, seenSeq });
    if (remembered.contactId !== undefined && !isSame) {
      await this.#outbox.revise((item) => ({ ...item, conversationId: null }));
    }

    this.#ready = true;
    this.#toldSeenSeq = 0;
    this.#link.settled();
    this.#set({ ...withSession(this.#state, ack, conversationId), seenSeq });
    this.#settleArrived();
    this.#outbox.flushNow();
    this.#catchUp.runIfBehind();
  }

  #sessionRefused(error: WireError, token: string | null): void | Promise<void> {
    if (error.kind === "unauthenticated" && token !== null) {
      this.#options.memory.write({ token: undefined });
      return this.#startSession();
    }
    if (deliveryOf(error).type === "refused" || error.kind === "outdated") {
      this.#link.close();
      return this.#giveUp(error);
    }
    this.#link.restart(error.retryAfterMs ?? 0);
  }

  async #deliver(item: OutboxItem): Promise<Delivery> {
    const conversationId = item.conversationId ?? (await this.#address(item));
    if (conversationId === null) return { type: "later", retryAfterMs: 0 };
    const { clientId, text, page } = item;
    const ack =
      item.kind === "message"
        ? await this.#link.request("message.post", {
            conversationId,
            clientId,
            parts: [{ type: "text", text }],
            page,
          })
        : await this.#link.request("person.request", { conversationId, clientId });
    if (!ack.ok) return this.#notDelivered(ack.error, item);
    if (item.kind === "message") this.#set(withSent(this.#state, { ...item, conversationId }));
    this.#notice(conversationId, ack.seq ?? 0);
    return { type: "stored" };
  }

  /** Binds an item that was written before the first session to the conversation of the session. */
  async #address({ clientId }: OutboxItem) {
    const conversationId = this.#state.thread?.conversationId ?? null;
    if (conversationId === null) return null;
    await this.#outbox.revise((item) =>
      item.clientId === clientId ? { ...item, conversationId } : item,
    );
    return conversationId;
  }

  #notDelivered(error: WireError, item: OutboxItem): Delivery {
    if (error.kind === "outdated") {
      this.#link.close();
      this.#giveUp(error);
    }
    if (error.kind === "unauthenticated") {
      this.#ready = false;
      void this.#startSession();
    }
    // A person was asked for meanwhile, here or in another tab.
    if (item.kind === "person" && error.kind === "conflict") return { type: "stored" };
    return deliveryOf(error);
  }

  #hear(name: string, payload: unknown) {
    switch (name) {
      case "events.appended":
        this.#receive((payload as EventsAppended).events);
        break;
      case "reply.delta":
        this.#set(withDelta(this.#state, payload as ReplyDelta));
        this.#after("stream", staleStreamMs, () => this.#dropStream());
        break;
      case "reply.ended":
        this.#set(withEnd(this.#state, payload as ReplyEnded));
        break;
      case "typing.changed":
        this.#set(withTyping(this.#state, payload as TypingChanged));
        this.#after("typing", 2 * times.typingExpiryMs, () =>
          this.#set({ ...this.#state, typing: [] }),
        );
        break;
      case "seen.changed":
        this.#set(withSeen(this.#state, payload as SeenChanged));
        break;
      case "heartbeat":
        for (const { id, lastSeq } of (payload as Heartbeat).conversations)
          this.#notice(id, lastSeq);
        break;
      case "resync":
        this.#resync();
        break;
      default:
        break;
    }
  }

  #resync() {
    // Another tab may have opened the conversation under another id: the session names it.
    if (this.#state.thread?.knownSeq === 0) void this.#startSession();
    else void this.#catchUp.run();
  }

  #receive(events: EventsAppended["events"]) {
    this.#set(withEvents(this.#state, events));
    this.#settleArrived();
    this.#catchUp.runIfBehind();
  }

  /** What the log already holds needs no sending, even if its acknowledgement was lost. */
  #settleArrived() {
    if (this.#state.outbox.length === 0) return;
    const stored = new Set(this.#state.thread?.events.map(({ clientId }) => clientId));
    for (const { clientId, kind } of this.#state.outbox) {
      if (kind === "message" && stored.has(clientId)) void this.#outbox.settle(clientId);
    }
  }

  #notice(conversationId: string, seq: number) {
    if (conversationId !== this.#state.thread?.conversationId) return;
    this.#set(withKnownSeq(this.#state, seq));
    this.#catchUp.runIfBehind();
  }

  #fetch(conversationId: string, after: number) {
    return this.#link.request("events.fetch", { conversationId, after });
  }

  #tellSeen() {
    const { thread, seenSeq } = this.#state;
    if (!this.#ready || thread === null || seenSeq <= this.#toldSeenSeq) return;
    this.#toldSeenSeq = seenSeq;
    const mark = { conversationId: thread.conversationId, seq: Math.min(seenSeq, thread.lastSeq) };
    void this.#link.request("seen.mark", mark);
  }

  #dropStream() {
    this.#set({ ...this.#state, streams: { ...this.#state.streams, current: null } });
  }

  #goDown() {
    this.#ready = false;
    this.#set(withLinkDown(this.#state));
  }

  #giveUp(error: WireError) {
    this.#ready = false;
    const link = error.kind === "outdated" ? "outdated" : "refused";
    this.#set({ ...withLinkDown(this.#state), link });
  }

  #after(name: string, delayMs: number, act: () => void) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(act, delayMs));
  }

  #set(state: WidgetState) {
    this.#state = state;
    this.#options.onChange(state);
  }
}
