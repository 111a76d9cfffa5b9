import type { EventsAppended } from "#contract/downstream.ts";
import { openVisitor } from "./entries.ts";
import { spokenQuestion, spokenVersion } from "./speaking-page.ts";

/** A visitor who asks which version speaks. */
export type QuestionLine = {
  /** Asks, and resolves with the version of the answer once it is on the screen. */
  ask(): Promise<number>;
  close(): void;
};

/** Longer than any answer that keeps its bar. */
const patienceMs = 20_000;

/** Connects a new visitor to one node, past any balancer. The conversation is opened by the first question. */
export const openQuestionLine = async (url: string, key: string): Promise<QuestionLine> => {
  const visitor = await openVisitor({ name: "asker", url, record: () => {} }, key);
  const answers = new Map<number, number>();
  let waiting: PromiseWithResolvers<void> | null = null;
  let asked = 0;
  visitor.on("events.appended", (message) => {
    for (const { seq, actor, body } of (message as EventsAppended).events) {
      if (actor.kind !== "ai" || body.type !== "message.posted") continue;
      const version = spokenVersion(body.parts.map(({ text }) => text).join(""));
      if (version !== null) answers.set(seq, version);
    }
    if (answers.size >= asked) waiting?.resolve();
  });
  return {
    ask: async () => {
      asked += 1;
      waiting = Promise.withResolvers();
      const answered = waiting.promise;
      const timer = setTimeout(
        () => waiting?.reject(new Error(`No answer within ${patienceMs} ms`)),
        patienceMs,
      );
      try {
        await visitor.send(visitor.followed[0] ?? "", spokenQuestion);
        await answered;
      } finally {
        clearTimeout(timer);
      }
      const [newest] = [...answers].toSorted(([a], [b]) => b - a);
      return newest?.[1] ?? 0;
    },
    close: () => visitor.close(),
  };
};
