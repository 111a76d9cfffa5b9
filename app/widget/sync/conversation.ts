import type { WireError } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type {
  EventsAppended,
  Heartbeat,
  ReplyDelta,
  ReplyEnded,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import { limits, times } from "#contract/names.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import { CatchUp } from "#app/sync/core/catch-up.ts";
import { DeliveryCounter } from "#app/sync/core/delivery-counter.ts";
import { reportDelivery } from "#app/sync/core/report-delivery.ts";
import { exclusiveTurn } from "#app/sync/core/exclusive-turn.ts";
import { hasVisibleCharacter } from "#app/sync/core/has-visible-character.ts";
import type { Link } from "#app/sync/core/link.ts";
import { deliveryOf, Outbox, type Delivery } from "#app/sync/core/outbox.ts";
import { earlierSeq, prependEvents, shownSince } from "#app/sync/core/thread-state.ts";
import type { AskConversation, ConversationOptions } from "./conversation-options.ts";
import { newItem } from "./new-item.ts";
import { rememberSession } from "./remember-session.ts";
import { dropStream } from "./reply-stream.ts";
import { sendItem } from "./send-item.ts";
import type { Rated, VisitorItem } from "./visitor-item.ts";
import {
  initialState,
  withDelta,
  withEnd,
  withEvents,
  withKnownSeq,
  withLinkDown,
  withSeen,
  withSession,
  withTyping,
  type WidgetState,
} from "./widget-state.ts";

/** A half-written answer vanishes when nothing more comes for this long. */
const staleStreamMs = 20_000;

/**
 * A visitor's conversation: keeps the session, the log and the outbox in step with the server, and
 * tells the panel about every change.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #link: Link<VisitorRequests>;
  readonly #stopReporting: () => void;
  readonly #outbox: Outbox<VisitorItem>;
  readonly #catchUp: CatchUp;
  readonly #counter = new DeliveryCounter();
  #state: WidgetState;
  /** A session stands on this connection: requests make sense. */
  #ready = false;
  #toldSeenSeq = 0;
  #toldTypingAt = 0;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: ConversationOptions) {
    const { openLink, storageName, memory, outboxStore } = options;
    this.#options = options;
    this.#state = initialState(memory.read());
    this.#outbox = new Outbox({
      store: outboxStore,
      deliver: (item) => this.#deliver(item),
      canDeliver: () => this.#ready,
      exclusively: (task) => exclusiveTurn(`${storageName}:outbox`, task),
      laneOf: () => "",
      holdsBack: () => false,
      onChange: (outbox) => this.#set({ ...this.#state, outbox }),
    });
    this.#catchUp = new CatchUp({
      thread: () => this.#state.thread,
      canFetch: () => this.#ready,
      fetch: (conversationId, after) => this.#fetch(conversationId, after),
      onPage: ({ events, lastSeq }) => {
        this.#take(events);
        this.#set(withKnownSeq(this.#state, lastSeq));
      },
    });
    void this.#outbox.reload();
    this.#stopReporting = reportDelivery({
      counter: this.#counter,
      canSend: () => this.#ready,
      send: (report) => this.#link.request("delivery.report", report),
    });
    this.#link = openLink({
      onUp: () => {
        if (this.#state.thread !== null) this.#counter.refetched();
        void this.#startSession();
      },
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
    else if (asked.refused) this.retry(asked.clientId);
  }

  /** Leaves an e-mail address to be answered at, in place of one that was refused. */
  leaveEmail(email: string): void {
    void this.#outbox.settle(({ kind }) => kind === "email");
    this.#add("email", email);
  }

  /** Rates a closing, in place of a rating that still waits. */
  rate(rating: Rated): void {
    void this.#outbox.settle(({ kind }) => kind === "rating");
    this.#add("rating", "", rating);
  }

  /** Tries a refused message again. */
  retry(clientId: string): void {
    void this.#outbox.retry(clientId);
  }

  /** Gives a refused message up. */
  discard(clientId: string): void {
    void this.#outbox.settle((item) => item.clientId === clientId);
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

  /** Asks something about this conversation that needs no place in the outbox. */
  readonly ask: AskConversation = (name, more) => {
    const conversationId = this.#state.thread?.conversationId ?? "";
    return this.#link.request(name, { ...more, conversationId });
  };

  /** The page woke up, came into view or got its network back. */
  wake(): void {
    this.#link.wake();
    this.#outbox.flushNow();
    void this.#catchUp.run();
  }

  /** Forgets this visitor on this device. The conversation stays with the team. */
  forget(): void {
    this.#options.memory.clear();
    void this.#options.outboxStore.clear();
    this.close();
  }

  /** Ends the connection. What waits in the outbox goes out on the next page. */
  close(): void {
    this.#ready = false;
    this.#stopReporting();
    this.#outbox.close();
    this.#catchUp.close();
    this.#link.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #add(kind: VisitorItem["kind"], text: string, rating?: Rated) {
    void this.#outbox.add(newItem(this.#state.thread, { kind, text, rating }));
  }

  async #startSession(): Promise<void> {
    const { memory, locale } = this.#options;
    const token = memory.read().token ?? null;
    const ack = await this.#link.request("session.start", { token, locale });
    if (!ack.ok) return this.#sessionRefused(ack.error, token);

    const remembered = memory.read();
    const otherTabWasFirst = token === null && remembered.token !== undefined;
    if (otherTabWasFirst && remembered.token !== ack.token) return this.#startSession();

    const { conversationId, seenSeq, isAnother } = rememberSession(memory, ack, this.#state);
    if (isAnother) {
      await this.#outbox.revise((item) => ({ ...item, conversationId: null }));
    }

    this.#ready = true;
    this.#toldSeenSeq = 0;
    this.#link.settled();
    const { thread } = this.#state;
    this.#set({ ...withSession(this.#state, ack, conversationId), seenSeq });
    this.#counter.applied(thread, this.#state.thread);
    this.#settle(this.#state.thread?.events ?? []);
    // What was sent to a conversation that is no longer shown needs no place in it.
    void this.#outbox.settle((item) => !!item.sent && item.conversationId !== conversationId);
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

  async #deliver(item: VisitorItem): Promise<Delivery> {
    const conversationId = item.conversationId ?? (await this.#address(item));
    if (conversationId === null) return { type: "later" };
    const ack = await sendItem(this.#link, item, conversationId);
    if (!ack.ok) return this.#notDelivered(ack.error, item);
    if (ack.people !== undefined) this.#set({ ...this.#state, people: ack.people });
    const seq = ack.seq ?? 0;
    this.#notice(conversationId, seq);
    const { thread } = this.#state;
    // The log may have been faster.
    const isAwaited = thread?.conversationId === conversationId && seq > thread.lastSeq;
    return { type: isAwaited ? "sent" : "stored" };
  }

  /** Binds an item that was written before the first session to the conversation of the session. */
  async #address({ clientId }: VisitorItem) {
    const conversationId = this.#state.thread?.conversationId ?? null;
    if (conversationId === null) return null;
    await this.#outbox.revise((item) =>
      item.clientId === clientId ? { ...item, conversationId } : item,
    );
    return conversationId;
  }

  #notDelivered(error: WireError, item: VisitorItem): Delivery {
    if (error.kind === "outdated") {
      this.#link.close();
      this.#giveUp(error);
    }
    if (error.kind === "unauthenticated") {
      this.#ready = false;
      void this.#startSession();
    }
    // A person was asked for meanwhile, here or in another tab, or what was rated goes on.
    if (item.kind !== "message" && error.kind === "conflict") return { type: "stored" };
    return deliveryOf(error);
  }

  #hear(name: string, payload: unknown) {
    switch (name) {
      case "events.appended":
        this.#receive(payload as EventsAppended);
        break;
      case "reply.delta":
        this.#set(withDelta(this.#state, payload as ReplyDelta));
        this.#after("stream", staleStreamMs, () =>
          this.#set({ ...this.#state, streams: dropStream(this.#state.streams) }),
        );
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
        for (const { id, lastSeq } of (payload as Heartbeat).conversations) {
          this.#counter.beat(this.#state.thread, lastSeq);
          this.#notice(id, lastSeq);
        }
        // Another tab may have opened the conversation, and the word of it was lost.
        if (this.#state.thread?.knownSeq === 0 && this.#options.memory.read().wrote) this.#resync();
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

  #receive({ events }: EventsAppended) {
    this.#counter.frame(this.#state.thread, events);
    this.#take(events);
    this.#catchUp.runIfBehind();
  }

  #take(events: readonly ConversationEvent[]) {
    const { thread } = this.#state;
    this.#set(withEvents(this.#state, events));
    this.#counter.applied(thread, this.#state.thread);
    if (thread && this.#state.thread) this.#settle(shownSince(thread, this.#state.thread));
  }

  /** What the log already holds needs no sending, even if its acknowledgement was lost. */
  #settle(events: readonly ConversationEvent[]) {
    const stored = new Set(events.map(({ clientId }) => clientId));
    void this.#outbox.settle(({ clientId }) => stored.has(clientId));
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
