import { setTimeout as wait } from "node:timers/promises";
import type { Socket } from "socket.io-client";
import type { ReplyEnded } from "../../realtime/contract/downstream.ts";
import { namespaces, protocolVersion } from "../../realtime/contract/names.ts";
import type { SessionStartAck } from "../../realtime/contract/session-start.ts";
import { ask } from "../lib/ask.ts";
import { openSocket } from "../lib/open-socket.ts";
import { signIn } from "../lib/sign-in.ts";
import type { StreamingModel } from "./streaming-model.ts";

/** What was measured, in milliseconds. */
export type CrowdSamples = {
  /** Conversations that asked in the same moment. */
  readonly asked: number;
  /** From the provider's first word to the visitor's, one for each that was answered. */
  readonly firstWordMs: readonly number[];
  /** From a question to the end of its answer, one for each that was answered. */
  readonly answerMs: readonly number[];
  /**
   * Acknowledgements to people who write, as often in both: before, with as many who ask at once and wait for a
   * person, and until the whole crowd is answered. So the answers are what differs.
   */
  readonly quietAckMs: readonly number[];
  readonly crowdAckMs: readonly number[];
  /** From a take-over to the last word that reached the visitor; 0 where none came after. */
  readonly afterTakeOverMs: readonly number[];
};

const asked = 50;
const writers = 20;
const takeOvers = 10;
const sentence = "You can return anything within 30 days of the day it was delivered [1].";

/** Measures a running product with its demo, whose model is `model`. */
export const measureCrowd = async (
  url: string,
  dataDir: string,
  model: StreamingModel,
): Promise<CrowdSamples> => {
  const cookie = await signIn(url, dataDir);
  const sockets: Socket[] = [];
  const open = async (namespace: string, options: object) => {
    const socket = await openSocket(url + namespace, options);
    sockets.push(socket);
    return socket;
  };
  const visitor = async (): Promise<Visitor> => {
    const auth = { key: "demo_tarnmoor", version: protocolVersion };
    const socket = await open(namespaces.visitor, { auth });
    const start = { token: null, locale: "en" };
    const { conversationId } = await ask<SessionStartAck>(socket, "session.start", start);
    return { socket, conversationId };
  };
  const people = async (count: number): Promise<Visitor[]> => {
    const all: Visitor[] = [];
    while (all.length < count) all.push(await visitor());
    return all;
  };
  try {
    const operator = await open(namespaces.operator, {
      auth: { version: protocolVersion },
      extraHeaders: { cookie, origin: url },
    });
    /** They wait for a person: the AI leaves them alone. */
    const waiting = async (count: number): Promise<Visitor[]> => {
      const all = await people(count);
      for (const { socket, conversationId } of all) {
        const clientId = crypto.randomUUID();
        await post({ socket, conversationId }, "Hello");
        await ask(socket, "person.request", { conversationId, clientId });
      }
      return all;
    };
    const talkers = await waiting(writers);
    const unanswered = await waiting(asked);
    model.say(`${sentence} `.repeat(3), 10);
    await answered([await visitor()], 1, model);

    const asking = unanswered.map((one) => post(one, question(1)));
    const quietAckMs = await writeUntil(talkers, Promise.all([...asking, wait(10_000)]));
    const crowd = await people(asked);
    const answering = answered(crowd, 2, model);
    const crowdAckMs = await writeUntil(talkers, answering);
    const answers = await answering;

    model.say(`${sentence} `.repeat(25), 30);
    const afterTakeOverMs: number[] = [];
    for (let n = 0; n < takeOvers; n += 1) {
      afterTakeOverMs.push(await takeOver(operator, await visitor(), 2 + asked + n));
    }
    return {
      asked,
      firstWordMs: answers.map(({ firstWordMs }) => firstWordMs),
      answerMs: answers.map(({ answerMs }) => answerMs),
      quietAckMs,
      crowdAckMs,
      afterTakeOverMs,
    };
  } finally {
    for (const socket of sockets) socket.close();
  }
};

type Visitor = { readonly socket: Socket; readonly conversationId: string };

/** One question, so that all are as sure of an answer; the number of its marks tells them apart. */
const question = (number: number) =>
  `How many days do I have to return something${"?".repeat(number)}`;

type Answered = Readonly<Record<"firstWordMs" | "answerMs", number>>;

/** Asks in all conversations at once and waits for the answers; how long each was under way. */
const answered = async (
  visitors: readonly Visitor[],
  from: number,
  model: StreamingModel,
): Promise<Answered[]> => {
  const waits = await Promise.all(
    visitors.map(async (one, index) => {
      const number = from + index;
      const askedAt = performance.now();
      let shownAt: number | null = null;
      one.socket.once("reply.delta", () => (shownAt = performance.now()));
      const ended = new Promise<ReplyEnded>(
        (resolve) => void one.socket.once("reply.ended", resolve),
      );
      await post(one, question(number));
      const { outcome } = await Promise.race([ended, lateness(one.conversationId)]);
      const writtenAt = model.firstWordAt.get(number);
      if (outcome !== "sent" || shownAt === null || writtenAt === undefined) return null;
      return { firstWordMs: shownAt - writtenAt, answerMs: performance.now() - askedAt };
    }),
  );
  return waits.filter((answer) => answer !== null);
};

/** Nobody is waited for longer than this. */
const lateness = async (conversationId: string): Promise<ReplyEnded> => {
  await wait(120_000, undefined, { ref: false });
  throw new Error(`No answer came in ${conversationId}`);
};

/** Each of them writes about twice a second until something has happened; how long the acknowledgements took. */
const writeUntil = async (
  visitors: readonly Visitor[],
  until: Promise<unknown>,
): Promise<number[]> => {
  const end = new AbortController();
  const over = until.finally(() => end.abort());
  const ackMs: number[] = [];
  await Promise.all(
    visitors.map(async (one, index) => {
      await wait((index / visitors.length) * 500);
      while (!end.signal.aborted) {
        const sentAt = performance.now();
        const acknowledged = post(one, "And another thing").then(
          () => void ackMs.push(performance.now() - sentAt),
        );
        // People keep no step with one another, nor with the product.
        await Promise.all([acknowledged, wait(250 + Math.random() * 500)]);
      }
    }),
  );
  await over;
  return ackMs;
};

/** Takes over while the answer is written; how long words went on reaching the visitor. */
const takeOver = async (operator: Socket, one: Visitor, number: number): Promise<number> => {
  const { socket, conversationId } = one;
  const shownAt: number[] = [];
  socket.on("reply.delta", () => void shownAt.push(performance.now()));
  await post(one, question(number));
  await ask(operator, "conversation.join", { conversationId });
  for (let turn = 0; shownAt.length < 2; turn += 1) {
    if (turn > 1_500) throw new Error(`No word came in ${conversationId}`);
    await wait(20);
  }
  const takenAt = performance.now();
  await ask(operator, "conversation.take-over", { conversationId, clientId: crypto.randomUUID() });
  // Ten times as long as the model pauses between two words.
  await wait(1_000);
  return Math.max(0, (shownAt.at(-1) ?? takenAt) - takenAt);
};

const post = async ({ socket, conversationId }: Visitor, text: string): Promise<void> => {
  const parts = [{ type: "text", text }];
  const message = { conversationId, clientId: crypto.randomUUID(), parts };
  await ask(socket, "message.post", message);
};
