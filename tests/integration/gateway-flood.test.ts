import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Ack } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { type Visitor, type World, anId, message, openWorld, until } from "./gateway-world.ts";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

/** The client ids of the messages a visitor's conversation holds. */
const storedOf = async (visitor: Visitor): Promise<string[]> => {
  const { conversationId } = visitor.session;
  const stored: string[] = [];
  for (let after = 0, more = true; more;) {
    const page = await until(() =>
      visitor.granted<{ events: ConversationEvent[]; more: boolean }>("events.fetch", {
        conversationId,
        after,
      }),
    );
    for (const { body, clientId } of page.events)
      if (body.type === "message.posted" && clientId !== null) stored.push(clientId);
    after = page.events.at(-1)?.seq ?? after;
    ({ more } = page);
  }
  return stored;
};

it("[RT22] answers each of 10,000 messages one client lets go at once, and serves the others", async () => {
  const node = await world.node();
  const flooder = await world.visitor(node, world.a);
  const colleague = await world.visitor(node, world.a);
  const stranger = await world.visitor(node, world.b);

  const flood = Array.from({ length: 10_000 }, (_, turn) =>
    message(flooder.session.conversationId, `queued ${turn}`),
  );
  const answered = new Map<string, Ack<MessagePostAck>[]>();
  for (const request of flood) {
    flooder.socket.emit("message.post", request, (answer: Ack<MessagePostAck>) => {
      answered.set(request.clientId, [...(answered.get(request.clientId) ?? []), answer]);
    });
  }
  // In the midst of it: the others are not even asked to wait.
  for (let turn = 0; turn < 10; turn += 1) {
    for (const { granted, session } of [colleague, stranger])
      await granted("message.post", message(session.conversationId, `calm ${turn}`));
  }

  await until(() => expect(answered.size).toBe(flood.length), 60_000);
  const answers = [...answered].map(([clientId, [answer, ...more]]) => ({
    clientId,
    answer,
    more,
  }));
  expect(answers.filter(({ more }) => more.length > 0)).toEqual([]);
  const granted = answers.flatMap(({ clientId, answer }) => (answer?.ok === true ? clientId : []));
  const refusals = answers.flatMap(({ answer }) => (answer?.ok === false ? answer.error : []));
  expect(granted.length).toBeGreaterThan(0);
  expect(new Set(refusals.map(({ kind }) => kind))).toEqual(new Set(["overloaded"]));
  expect(refusals.filter(({ retryAfterMs = 0 }) => retryAfterMs < 100)).toEqual([]);
  // What was refused is not done; what was granted is, once and in the order it was sent.
  expect(await storedOf(flooder)).toEqual(granted);
  expect(await storedOf(colleague)).toHaveLength(10);
  expect(flooder.socket.connected).toBe(true);

  // The same again once there is room, as the outbox does it.
  const refused = flood.find(({ clientId }) => !granted.includes(clientId));
  await until(() => flooder.granted("message.post", refused));
  expect(await storedOf(flooder)).toEqual([...granted, refused?.clientId ?? anId()]);
});
