import { setTimeout as sleep } from "node:timers/promises";
import type { ReplyEnded } from "#contract/downstream.ts";
import type { EventBus } from "../runtime/event-bus.ts";
import type { DraftWriter } from "./draft-writer.ts";
import { wordsOf } from "./extractive-model.ts";

/** Shows an answer while it is written. Nothing of it is stored, and any of it may be lost. */
export type Typist = {
  /** Takes words that passed the guards. With a pace they are shown one by one. */
  type(text: string, paceMs: number): void;
  /** Resolves when everything taken is shown. */
  done(): Promise<void>;
  /** What is shown so far is void: another model begins anew. */
  startOver(): void;
  /** Stops, and tells what became of the answer. */
  end(outcome: ReplyEnded["outcome"]): void;
  /** Whether anybody has seen a word. */
  readonly hasShown: boolean;
};

/** Whose answer is shown, and to whom: `team` when it is not certain that it will be sent. */
export type TypistFor = {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly decisionId: string;
  readonly epoch: number;
  readonly audience: "public" | "team";
};

/** Words that come at once are sent together after this long, so that a fast model costs few frames. */
const flushMs = 40;

/** Makes a typist. `end` must be called, whatever happens. `draft` is written along where people may write in it. */
export const makeTypist = (
  bus: EventBus,
  whose: TypistFor,
  draft: DraftWriter | null = null,
): Typist => {
  const { tenantId, conversationId, decisionId, epoch, audience } = whose;
  let queue: { text: string; paceMs: number }[] = [];
  let index = 0;
  let ended = false;
  let working = Promise.resolve();
  let isWorking = false;

  const show = (text: string) => {
    const delta = { conversationId, decisionId, epoch, index, text };
    index += 1;
    bus.publish({ type: "reply.delta", tenantId, delta, audience });
    draft?.write(text);
  };
  const work = async () => {
    isWorking = true;
    // Ending empties the queue.
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      show(next.text);
      await sleep(next.paceMs);
    }
    isWorking = false;
  };
  const tell = (outcome: ReplyEnded["outcome"]) => {
    const message = { conversationId, decisionId, outcome };
    bus.publish({ type: "reply.ended", tenantId, ended: message, audience });
  };

  return {
    type: (text, paceMs) => {
      if (ended || text === "") return;
      if (paceMs > 0) queue.push(...wordsOf(text).map((word) => ({ text: word, paceMs })));
      else queue.push({ text, paceMs: flushMs });
      if (!isWorking) working = work();
    },
    done: async () => {
      await working;
      await draft?.done();
    },
    startOver: () => {
      queue = [];
      if (index > 0) tell("failed");
      if (index > 0) draft?.startOver();
      index = 0;
    },
    end: (outcome) => {
      if (ended) return;
      ended = true;
      queue = [];
      draft?.end();
      tell(outcome);
    },
    get hasShown() {
      return index > 0;
    },
  };
};

/** For an answer that nobody reads along. */
export const silentTypist: Typist = {
  type: () => {},
  done: () => Promise.resolve(),
  startOver: () => {},
  end: () => {},
  hasShown: false,
};
