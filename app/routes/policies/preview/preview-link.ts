import type { Ack } from "#contract/ack.ts";
import type { AnswerReceipt } from "#contract/answer-receipt.ts";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import type { ChannelLook } from "#contract/session-start.ts";
import type { Link, LinkEvents } from "#app/sync/core/link.ts";
import { newId } from "#app/sync/core/new-id.ts";
import type { PreviewEffect, PreviewLine, PreviewQuestion } from "./preview-answer.ts";

/** What the pretended gateway needs. */
export type PreviewSource = {
  readonly look: ChannelLook;
  readonly locale: "en" | "zh";
  /** Answers a question; the lines come as they are written. Throws when the server cannot be reached. */
  readonly ask: (
    question: Omit<PreviewQuestion, "text">,
    signal: AbortSignal,
  ) => AsyncIterable<PreviewLine>;
  /** Every line, for those who look on. `answerId` is the same for all lines of an answer. */
  readonly onLine: (answerId: string, line: PreviewLine) => void;
};

/**
 * A gateway inside the page for one pretended visitor: the widget speaks to it as to the real one. Nothing
 * leaves this conversation but the questions, and nothing of it is kept.
 */
export const openPreviewLink = (
  { look, locale, ask, onLine }: PreviewSource,
  events: LinkEvents,
): Link<VisitorRequests> => {
  const conversationId = newId();
  const contactId = newId();
  const log: ConversationEvent[] = [];
  let holder: "ai" | "people" = "ai";
  let answering: AbortController | null = null;

  const append = (
    actor: "visitor" | "ai",
    body: EventBody,
    clientId: string | null = null,
  ): ConversationEvent => {
    const event: ConversationEvent = {
      conversationId,
      seq: log.length + 1,
      id: newId(),
      clientId,
      actor: { kind: actor, id: null, name: null },
      epoch: "epoch" in body ? body.epoch : 1,
      at: new Date().toISOString(),
      body,
    };
    log.push(event);
    events.onMessage("events.appended", { conversationId, events: [event] });
    return event;
  };
  const showTyping = (isTyping: boolean) => {
    const typing = isTyping ? [{ kind: "ai", id: "", name: "", note: false }] : [];
    events.onMessage("typing.changed", { conversationId, typing });
  };
  const handOver = (reason: "asked" | "unsure" | "rule" | "failed" | "off") => {
    holder = "people";
    append("ai", {
      type: "conversation.handed-over",
      epoch: 2,
      reason,
      detail: null,
      decisionId: null,
    });
  };
  const carryOut = (effect: PreviewEffect, decisionId: string) => {
    if (effect.kind === "send") {
      append("ai", wordsOf(effect.text, effect.citations, decisionId));
    } else if (effect.kind === "hand-over") {
      if (effect.line !== null) append("ai", wordsOf(effect.line, [], decisionId));
      handOver(effect.reason);
    }
  };
  const answer = async (question: string, history: PreviewQuestion["history"]) => {
    answering?.abort();
    const turn = new AbortController();
    answering = turn;
    const answerId = newId();
    let index = 0;
    const end = (outcome: "sent" | "drafted" | "handed_over" | "failed" | "stopped") =>
      events.onMessage("reply.ended", { conversationId, decisionId: answerId, outcome });
    showTyping(true);
    try {
      for await (const line of ask({ question, history, locale }, turn.signal)) {
        if (turn.signal.aborted) return;
        onLine(answerId, line);
        if (line.type === "words") {
          const { text } = line;
          const delta = { conversationId, decisionId: answerId, epoch: 1, index, text };
          events.onMessage("reply.delta", delta);
          index += 1;
        } else if (line.type === "again") {
          end("failed");
          index = 0;
        } else if (line.type === "end") {
          carryOut(line.effect, answerId);
          end(outcomes[line.effect.kind]);
        } else {
          end("failed");
        }
      }
    } catch {
      if (turn.signal.aborted) return;
      onLine(answerId, { type: "failed" });
      end("failed");
    } finally {
      if (answering === turn) {
        answering = null;
        showTyping(false);
      }
    }
  };
  const stop = () => {
    answering?.abort();
    answering = null;
    showTyping(false);
  };

  const answers: {
    readonly [Name in keyof VisitorRequests]?: (
      request: VisitorRequests[Name]["request"],
    ) => VisitorRequests[Name]["granted"];
  } = {
    "session.start": () => ({
      token: "",
      contactId,
      conversationId,
      events: log,
      lastSeq: log.length,
      holder,
      teamSeenSeq: 0,
      channel: look,
    }),
    "message.post": ({ clientId, parts }) => {
      const stored = log.find((event) => event.clientId === clientId);
      if (stored !== undefined) return { seq: stored.seq, id: stored.id, duplicate: true };
      const question = parts.map(({ text }) => text).join("\n");
      const history = historyOf(log);
      if (log.length === 0) append("visitor", { type: "conversation.opened", locale, page: null });
      const { seq, id } = append("visitor", wordsOf(question, [], null), clientId);
      if (holder === "ai") void answer(question, history);
      return { seq, id, duplicate: false };
    },
    "events.fetch": ({ after }) => ({
      events: log.filter(({ seq }) => seq > after),
      lastSeq: log.length,
      more: false,
    }),
    "receipt.read": ({ seq }) => receiptOf(log.find((event) => event.seq === seq)),
    "person.request": () => {
      stop();
      if (holder === "ai") handOver("asked");
      return { seq: log.length };
    },
  };
  queueMicrotask(events.onUp);

  return {
    request: (name, payload) => {
      const grant = answers[name] as ((request: object) => object) | undefined;
      const granted = { ok: true, ...grant?.(payload) };
      return Promise.resolve(granted as unknown as Ack<VisitorRequests[typeof name]["granted"]>);
    },
    tell: (name) => {
      if (name === "reply.stop") stop();
    },
    settled: () => {},
    wake: () => {},
    restart: () => {},
    close: stop,
  };
};

/** As the server tells it; the knowledge is the one that answers now. */
const receiptOf = (event: ConversationEvent | undefined): AnswerReceipt => {
  const cited = event?.body.type === "message.posted" ? event.body.citations : [];
  const sources = cited.map(({ n, title, heading, url }) => {
    const state = "current" as const;
    return { n, title, heading: heading === title ? null : heading, url, readAt: null, state };
  });
  return { at: event?.at ?? "", sources, compared: cited.length > 0, lookedUp: false };
};

const outcomes = { send: "sent", draft: "drafted", "hand-over": "handed_over" } as const;

const wordsOf = (
  text: string,
  citations: Extract<EventBody, { type: "message.posted" }>["citations"],
  decisionId: string | null,
): EventBody => ({
  type: "message.posted",
  parts: [{ type: "text", text }],
  note: false,
  citations,
  decisionId,
  retracted: false,
});

/** So much of the conversation goes along. */
const historyLength = 10;

const historyOf = (log: readonly ConversationEvent[]): PreviewQuestion["history"] =>
  log
    .flatMap(({ actor, body }) =>
      body.type === "message.posted"
        ? [
            {
              role: actor.kind === "visitor" ? ("user" as const) : ("assistant" as const),
              content: body.parts.map(({ text }) => text).join("\n"),
            },
          ]
        : [],
    )
    .slice(-historyLength);
