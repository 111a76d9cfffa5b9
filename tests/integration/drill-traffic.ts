import type { Drill } from "./drill.ts";
import type { DrillClient } from "../../chaos/client/drill-client.ts";

/** Messages each of the ten clients sends, besides the visitors' first one. */
const messagesEach = 24;

/** What all ten clients send, and when all of it is acknowledged. */
export type Traffic = {
  readonly done: Promise<unknown>;
  readonly messages: number;
  /** All ten send one message more at the same moment, so that a fault that follows finds them under way. */
  burst(): Promise<{ readonly done: Promise<unknown>; readonly messages: number }>;
};

/**
 * Six visitors, each in a conversation of their own, and four operators who follow all six and write
 * in them by turns. Each client has two messages on the way at a time.
 */
export const startTraffic = async (drill: Drill): Promise<Traffic> => {
  const visitors = await Promise.all(
    Array.from({ length: 6 }, (_, index) => drill.visitor(`visitor-${index}`)),
  );
  const conversations = visitors.flatMap(({ followed }) => followed);
  await Promise.all(
    visitors.map((visitor) => visitor.send(only(visitor), `${visitor.name} is here`)),
  );
  const operators = await Promise.all(
    Array.from({ length: 4 }, (_, index) => drill.operator(`operator-${index}`)),
  );
  for (const operator of operators) for (const id of conversations) await operator.follow(id);

  const done = Promise.all([
    ...visitors.map((visitor) => write(visitor, () => only(visitor))),
    ...operators.map((operator, index) =>
      write(operator, (turn) => conversations[(turn + index) % conversations.length] ?? ""),
    ),
  ]);
  // Whoever awaits it gets the failure; until then it must not end the process.
  done.catch(() => undefined);
  const burst = async () => {
    const sent = Promise.all([
      ...visitors.map((visitor) => visitor.send(only(visitor), `${visitor.name} hurries`)),
      ...operators.map((operator, index) =>
        operator.send(conversations[index] ?? "", `${operator.name} hurries`),
      ),
    ]);
    sent.catch(() => undefined);
    // Out of this process, and no answer can be back yet.
    await new Promise((resolve) => setImmediate(resolve));
    return { done: sent, messages: visitors.length + operators.length };
  };
  return { done, messages: 6 + 10 * messagesEach, burst };
};

const write = async (client: DrillClient, where: (turn: number) => string) => {
  let turn = 0;
  const lane = async () => {
    while (turn < messagesEach) {
      const mine = turn++;
      await client.send(where(mine), `${client.name} says ${mine}`);
      // A visitor may ask ten times a second.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  };
  await Promise.all([lane(), lane()]);
};

const only = ({ followed }: DrillClient): string => {
  const [first] = followed;
  if (first === undefined) throw new Error("the client follows no conversation");
  return first;
};
