import { expect, it, vi } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Decision } from "#contract/decision.ts";
import { newId } from "#app/sync/core/new-id.ts";
import type { PreviewLine } from "./preview-answer.ts";
import { openPreviewLink, type PreviewSource } from "./preview-link.ts";

const look: PreviewSource["look"] = {
  name: "Shop",
  brand: "#2f4a3a",
  greeting: { en: "Hello", zh: "您好" },
  suggestions: { en: [], zh: [] },
};
const decision = {} as Decision;

/** A pretended visitor whose questions are answered by `ask`; `told` has all the widget was told. */
const open = (ask: PreviewSource["ask"]) => {
  const told: [string, unknown][] = [];
  const lines: PreviewLine[] = [];
  const up = vi.fn<() => void>();
  const link = openPreviewLink(
    { look, locale: "en", ask, onLine: (_, line) => void lines.push(line) },
    {
      onUp: up,
      onDown: () => {},
      onRefused: () => {},
      onMessage: (...message) => void told.push(message),
    },
  );
  const say = async (text: string, clientId = newId()) => {
    const session = await link.request("session.start", { token: null, locale: "en" });
    if (!session.ok) throw new Error("refused");
    const { conversationId } = session;
    return link.request("message.post", {
      conversationId,
      clientId,
      parts: [{ type: "text", text }],
    });
  };
  const events = () =>
    told.flatMap(([name, payload]) =>
      name === "events.appended" ? (payload as { events: ConversationEvent[] }).events : [],
    );
  const ended = () => told.flatMap(([name, payload]) => (name === "reply.ended" ? [payload] : []));
  return { link, told, lines, up, say, events, ended };
};

async function* answerWith(...lines: readonly PreviewLine[]): AsyncGenerator<PreviewLine> {
  for (const line of lines) yield await Promise.resolve(line);
}
const sent: PreviewLine = {
  type: "end",
  effect: { kind: "send", text: "Two days.", citations: [] },
  decision,
};

it("is up at once, and answers in a log without gaps", async () => {
  const { up, say, events, ended } = open(() =>
    answerWith({ type: "words", text: "Two " }, { type: "words", text: "days." }, sent),
  );
  await say("How long?");
  await vi.waitFor(() => expect(ended()).toMatchObject([{ outcome: "sent" }]));
  expect(up).toHaveBeenCalledOnce();
  expect(events().map(({ seq, body }) => [seq, body.type])).toEqual([
    [1, "conversation.opened"],
    [2, "message.posted"],
    [3, "message.posted"],
  ]);
});

it("sends what was said before along, and a message that is sent again is the same message", async () => {
  const asked: string[] = [];
  const { say, ended } = open(({ question, history }) => {
    asked.push(
      [...history.map(({ role, content }) => `${role}: ${content}`), question].join(" | "),
    );
    return answerWith(sent);
  });
  const id = newId();
  const first = await say("How long?", id);
  await vi.waitFor(() => expect(ended()).toHaveLength(1));
  expect(await say("How long?", id)).toEqual({ ...first, duplicate: true });
  await say("And abroad?");
  await vi.waitFor(() => expect(ended()).toHaveLength(2));
  expect(asked).toEqual(["How long?", "user: How long? | assistant: Two days. | And abroad?"]);
});

it("shows the visitor nothing of a draft", async () => {
  const { say, events, ended } = open(() =>
    answerWith({ type: "end", effect: { kind: "draft", text: "Two days." }, decision }),
  );
  await say("How long?");
  await vi.waitFor(() => expect(ended()).toMatchObject([{ outcome: "drafted" }]));
  expect(events()).toHaveLength(2);
});

it("asks nothing more once a person was asked for", async () => {
  const ask = vi.fn<PreviewSource["ask"]>(() => answerWith(sent));
  const { link, say, events } = open(ask);
  await say("How long?");
  await link.request("person.request", { conversationId: newId(), clientId: newId() });
  const before = ask.mock.calls.length;
  await say("Hello?");
  expect(ask).toHaveBeenCalledTimes(before);
  expect(events().map(({ body }) => body.type)).toContain("conversation.handed-over");
});

it("tells of an answer that breaks off, and shows nothing of it as final", async () => {
  const { say, lines, events, ended } = open(async function* () {
    yield await Promise.resolve<PreviewLine>({ type: "words", text: "Two " });
    throw new Error("The answer broke off");
  });
  await say("How long?");
  await vi.waitFor(() => expect(ended()).toMatchObject([{ outcome: "failed" }]));
  expect(lines.at(-1)).toEqual({ type: "failed" });
  expect(events()).toHaveLength(2);
});

it("drops what comes after the visitor has stopped it", async () => {
  let stopped: AbortSignal | undefined;
  const gate = Promise.withResolvers<void>();
  const { link, say, lines, events } = open(async function* (_, signal) {
    stopped = signal;
    yield { type: "words", text: "Two " };
    await gate.promise;
    yield sent;
  });
  await say("How long?");
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  link.tell("reply.stop", {});
  expect(stopped?.aborted).toBe(true);
  gate.resolve();
  await Promise.resolve();
  expect(lines).toHaveLength(1);
  expect(events()).toHaveLength(2);
});
