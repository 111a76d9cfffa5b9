/** What a stranger does and sees: each attempt to send, how it ended, and what comes onto its screen. */
export type News = Partial<Event> & { kind: "invoke" | "ok" | "info" | "fail" | "recv" };
type Event = { seq: number; id: string; clientId: string | null; body: { type: string } };
type Page = { lastSeq: number; more: boolean; events: Event[] };
type Granted = { ok: true; seq: number; id: string } & Page & Session;
type Refused = { ok: false; error: { kind: string; retryAfterMs?: number } };
export type Session = { token: string; conversationId: string };
type Options = { url: string; key: string; tell: (news: News) => void; session?: Session };

const passing = new Set(["overloaded", "unavailable", "draining", "internal", "no answer"]);
const noAnswer: Refused = { ok: false, error: { kind: "no answer" } };
const spread = (ms: number) => ms * (1 + Math.random() / 2);
const pause = (ms = 500) => new Promise((resolve) => void setTimeout(resolve, spread(ms)));

/** A visitor's page written from docs/protocol.md alone: a bare WebSocket, no library, no contract. */
export class Stranger {
  session: Session | null;
  shown = 0;
  readonly outbox: { clientId: string; parts: object[] }[] = [];
  readonly #options: Options;
  readonly #held = new Map<number, Event>();
  readonly #waiting = new Map<number, (answer: Granted | Refused) => void>();
  readonly #busy = new Set<"fetching" | "sending">();
  #line: WebSocket | null = null;
  #silence: NodeJS.Timeout | undefined;
  #count = { asked: 0, attempts: 0, patienceMs: 3_000, lostAtMs: 0 };
  #is: "out" | "in" | "over" = "out";

  constructor(options: Options) {
    [this.#options, this.session] = [options, options.session ?? null];
    this.#connect();
  }

  send(text: string) {
    this.outbox.push({ clientId: crypto.randomUUID(), parts: [{ type: "text", text }] });
    void this.#sendNext();
  }

  close() {
    this.#lose();
    this.#is = "over";
  }

  #connect() {
    if (this.#is === "over") return;
    const own = new WebSocket(`${this.#options.url}/socket.io/?EIO=4&transport=websocket`);
    this.#line = own;
    this.#listen();
    own.addEventListener("message", ({ data }) => own === this.#line && this.#hear(String(data)));
    own.addEventListener("close", () => own === this.#line && this.#lose());
  }

  /** [RT11] Hearing nothing means that the link is dead, whatever the socket believes. */
  #listen() {
    clearTimeout(this.#silence);
    if (performance.now() - this.#count.lostAtMs > 60_000) this.#count.patienceMs = 3_000;
    this.#silence = setTimeout(() => {
      this.#count.patienceMs = Math.min(15_000, this.#count.patienceMs * 2);
      this.#lose();
    }, this.#count.patienceMs);
  }

  /** [RT26] Comes back with growing pauses, and never before it was told to. */
  #lose(retryAfterMs = 0) {
    if (this.#line === null) return;
    clearTimeout(this.#silence);
    this.#line.close();
    [this.#line, this.#is, this.#count.lostAtMs] = [null, "out", performance.now()];
    for (const answer of this.#waiting.values()) answer(noAnswer);
    const waitMs = spread(Math.min(10_000, 500 * 2 ** this.#count.attempts++) / 2);
    setTimeout(() => this.#connect(), Math.max(waitMs, retryAfterMs));
  }

  #hear(packet: string) {
    this.#listen();
    const auth = JSON.stringify({ key: this.#options.key, version: 2 });
    if (packet === "2") this.#line?.send("3");
    if (packet.startsWith("0{")) this.#line?.send(`40/visitor,${auth}`);
    const [, type, id, json = ""] = /^4(\d)\/visitor,?(\d*)(.*)$/s.exec(packet) ?? [];
    const data = json === "" ? null : JSON.parse(json);
    if (type === "0") void this.#enter();
    if (type === "1") this.#lose();
    const [name, body] = type === "2" ? data : [];
    if (name === "resync") void this.#enter();
    if (name === "heartbeat") void this.#fetchUpTo(body.conversations[0]?.lastSeq ?? 0);
    if (name === "events.appended") this.#take(body.events, body.conversationId);
    if (type === "3") this.#waiting.get(Number(id))?.(data[0]);
    if (type === "4" && passing.has(data.data.kind)) this.#lose(data.data.retryAfterMs);
    else if (type === "4") this.close();
  }

  /** [RT6] [RT7] Each request has one answer; a broken link, and 5 s without one, is none. */
  #ask(name: string, body: object): Promise<Granted | Refused> {
    const { promise, resolve } = Promise.withResolvers<Granted | Refused>();
    const id = this.#count.asked++;
    this.#waiting.set(id, resolve);
    this.#line?.send(`42/visitor,${id}${JSON.stringify([name, body])}`);
    setTimeout(resolve, 5_000, noAnswer);
    return promise.finally(() => this.#waiting.delete(id));
  }

  /** [RT2] Says who it is after every connect and `resync`, catches up, and sends what waits. */
  async #enter() {
    const token = this.session?.token ?? null;
    const answer = await this.#ask("session.start", { token, locale: "en" });
    if (!answer.ok) return this.#lose(answer.error.retryAfterMs);
    [this.session, this.#is, this.#count.attempts] = [answer, "in", 0];
    this.#take(answer.events, answer.conversationId);
    void this.#fetchUpTo(answer.lastSeq);
    void this.#sendNext();
  }

  /** [RT9] An event that is known is dropped, the next one shown, a later one held. */
  #take(events: Event[], conversationId: string | undefined) {
    if (conversationId !== this.session?.conversationId) return;
    for (const event of events) if (event.seq > this.shown) this.#held.set(event.seq, event);
    for (let next; (next = this.#held.get(this.shown + 1)); this.#held.delete(++this.shown))
      this.#options.tell({ kind: "recv", ...next });
    if (this.#held.size > 0) void this.#fetchUpTo(Infinity);
  }

  /** [RT4] Asks for what comes after, page by page, until there is no more. */
  async #fetchUpTo(lastSeq: number): Promise<void> {
    if (this.#is !== "in" || this.shown >= lastSeq || this.#busy.has("fetching")) return;
    this.#busy.add("fetching");
    const { conversationId } = this.session ?? {};
    const page = await this.#ask("events.fetch", { conversationId, after: this.shown });
    if (page.ok) this.#take(page.events, conversationId);
    else await pause(page.error.retryAfterMs);
    this.#busy.delete("fetching");
    if (!page.ok || page.more || this.#held.size > 0) void this.#fetchUpTo(Infinity);
  }

  /** [RT5] [RT7] In order, each until it is acknowledged, always under the same id. */
  async #sendNext(): Promise<void> {
    const [next] = this.outbox;
    if (this.#is !== "in" || next === undefined || this.#busy.has("sending")) return;
    this.#busy.add("sending");
    this.#options.tell({ kind: "invoke", clientId: next.clientId });
    const { conversationId } = this.session ?? {};
    const answer = await this.#ask("message.post", { conversationId, ...next });
    const kind = answer.ok ? "ok" : passing.has(answer.error.kind) ? "info" : "fail";
    this.#options.tell({ ...answer, kind, clientId: next.clientId });
    if (!answer.ok && kind === "info") await pause(answer.error.retryAfterMs);
    else this.outbox.shift();
    this.#busy.delete("sending");
    void this.#sendNext();
  }
}
