import { setTimeout as wait } from "node:timers/promises";
import type { MessagePostAck } from "../../realtime/contract/message-post.ts";
import { namespaces, protocolVersion } from "../../realtime/contract/names.ts";
import type { SessionStartAck } from "../../realtime/contract/session-start.ts";
import { type Ledger, countRefusal, newMessageTimes } from "./ledger.ts";
import { type Line, openLine, pauseMs } from "./line.ts";
import { makeReader } from "./reader.ts";

/** A visitor with a widget open, in a conversation of their own. */
export type Visitor = {
  readonly name: string;
  /** Where it connects. */
  readonly url: string;
  readonly line: Line;
  /** Resolves with the conversation's id when the first `session.start` was granted. */
  readonly started: Promise<string>;
  /** Messages in the outbox that are not acknowledged yet. */
  readonly waiting: number;
  /** Empty before it has started. */
  readonly conversationId: string;
  /** The seq up to which the conversation has been shown. */
  readonly shown: number;
  /** Puts a message into the outbox. `dueMs` is when it was to be sent, by `performance.now()`. */
  say(text: string, dueMs: number): void;
};

/** Where a visitor goes. */
export type VisitorOptions = {
  readonly name: string;
  readonly url: string;
  /** The widget's public key. */
  readonly key: string;
  readonly from: string;
  readonly ledger: Ledger;
};

/**
 * Opens a widget. Its outbox sends one message after the other, each with the same id until it is
 * acknowledged, and waits as long as a refusal says.
 */
export const openVisitor = ({ name, url, key, from, ledger }: VisitorOptions): Visitor => {
  const outbox: Outgoing[] = [];
  const started = Promise.withResolvers<string>();
  let token: string | null = null;
  let conversationId = "";
  let isStarted = false;
  let isSending = false;

  const reader = makeReader({
    session: name,
    ledger,
    line: () => line,
    onShown: () => {},
  });

  const start = async (): Promise<void> => {
    isStarted = false;
    for (let attempts = 0; line.isOpen; attempts += 1) {
      const answer = await line.ask<SessionStartAck>("session.start", { token, locale: "en" });
      if (answer?.ok === true) {
        isStarted = true;
        ({ token, conversationId } = answer);
        started.resolve(conversationId);
        reader.follow(conversationId, answer.lastSeq, answer.events);
        void sendAll();
        return;
      }
      if (answer !== null) countRefusal(ledger, answer.error);
      await wait(Math.max(spread(answer?.error.retryAfterMs ?? 0), pauseMs(attempts)));
    }
  };

  const hasWork = () => isStarted && line.isOpen && outbox.length > 0;

  const sendAll = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    for (let attempts = 0; hasWork();) {
      const [message] = outbox;
      if (message === undefined) break;
      const pause = await send(message, attempts);
      if (pause === 0) {
        outbox.shift();
        attempts = 0;
      } else {
        attempts += 1;
        await wait(pause);
      }
    }
    isSending = false;
    // The line may have come back while the last answer was awaited.
    if (hasWork()) void sendAll();
  };

  /** Sends once. Answers 0 when it was acknowledged, else how long to wait, in ms. */
  const send = async ({ clientId, text }: Outgoing, attempts: number): Promise<number> => {
    const { record, messages, counts } = ledger;
    const about = { client: name, conversation: conversationId, clientId };
    const times = messages.get(clientId);
    const sentMs = performance.now();
    if (times !== undefined) times.sentMs ??= sentMs;
    record({ kind: "invoke", atMs: sentMs, ...about });
    const parts = [{ type: "text", text }];
    const answer = await line.ask<MessagePostAck>("message.post", {
      conversationId,
      clientId,
      parts,
    });
    const atMs = performance.now();
    if (answer === null) {
      counts.unanswered += 1;
      record({ kind: "info", atMs, ...about });
      return line.isOpen ? pauseMs(attempts) : 1;
    }
    if (answer.ok) {
      record({ kind: "ok", atMs, ...about, seq: answer.seq, eventId: answer.id });
      if (times !== undefined)
        Object.assign(times, { ackedMs: atMs, conversationId, seq: answer.seq });
      return 0;
    }
    countRefusal(ledger, answer.error);
    // What was refused as too much is not done (RT22); of other refusals nobody knows.
    const isCertain = answer.error.kind === "overloaded";
    record({ kind: isCertain ? "fail" : "info", atMs, ...about });
    return answer.error.retryAfterMs === undefined
      ? pauseMs(attempts)
      : spread(answer.error.retryAfterMs);
  };

  const line: Line = openLine({
    url,
    namespace: namespaces.visitor,
    auth: { key, version: protocolVersion },
    headers: { origin: "https://shop.example.com" },
    from,
    tally: ledger.lines,
    onEntered: () => void start(),
    onEvent: (event, json) => {
      if (event === "events.appended") reader.appended(json);
      else if (event === "heartbeat") reader.heartbeat(json);
      else if (event === "resync") {
        ledger.counts.resyncs += 1;
        void start();
      }
    },
  });

  return {
    name,
    url,
    line,
    started: started.promise,
    get waiting() {
      return outbox.length;
    },
    get conversationId() {
      return conversationId;
    },
    get shown() {
      return reader.shownUpTo(conversationId);
    },
    say: (text, dueMs) => {
      const clientId = crypto.randomUUID();
      ledger.messages.set(clientId, newMessageTimes(dueMs));
      outbox.push({ clientId, text });
      void sendAll();
    },
  };
};

type Outgoing = { readonly clientId: string; readonly text: string };

/** A wait the server has named, with jitter: never shorter. */
const spread = (ms: number) => ms * (1 + Math.random() / 2);
