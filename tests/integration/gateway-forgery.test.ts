import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { EventsAppended, SeenChanged } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { type Client, type World, anId, message, openWorld, until } from "./gateway-world.ts";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterEach(async () => {
  vi.useRealTimers();
  await world.tidy();
});
afterAll(() => world.close());

const post = (client: Client, request: object) =>
  client.granted<MessagePostAck>("message.post", request);

const logOf = async (client: Client, conversationId: string) =>
  (await client.granted<EventsFetchAck>("events.fetch", { conversationId, after: 0 })).events;

/** A visitor with a stored conversation, and an operator who has it open. */
const inConversation = async () => {
  const node = await world.node();
  const visitor = await world.visitor(node, world.a);
  const id = visitor.session.conversationId;
  await post(visitor, message(id, "hello"));
  const operator = await world.operator(node, world.a.members.operator);
  await operator.granted("conversation.join", { conversationId: id });
  return { node, visitor, operator, id };
};

describe("what a client makes up", () => {
  it("[RT20] of a message's place, time, epoch and sender counts for nothing", async () => {
    const { visitor, operator, id } = await inConversation();
    const forged = {
      seq: 900,
      lastSeq: 900,
      position: 900,
      epoch: 7,
      id: anId(),
      at: "2099-01-01T00:00:00.000Z",
      actor: { kind: "member", id: world.a.members.owner.memberId, name: "the owner" },
      tenantId: world.b.tenantId,
      duplicate: true,
    };
    for (const client of [visitor, operator]) {
      const before = await logOf(client, id);
      const ack = await post(client, { ...message(id, "forged"), ...forged });
      const log = await logOf(client, id);
      const event = log.find(({ seq }) => seq === ack.seq);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect([log.length > before.length, ack.duplicate]).toEqual([true, false]);
      expect(event?.id).not.toBe(forged.id);
      expect(event?.at).not.toBe(forged.at);
      expect(event?.epoch).toBeLessThan(forged.epoch);
      expect(event?.actor.id).not.toBe(forged.actor.id);
    }
  });

  it("[RT13] [RT27] of what it has seen reaches no further than what there is", async () => {
    const { visitor, operator, id } = await inConversation();
    await operator.granted("seen.mark", { conversationId: id, seq: 1_000_000 });
    await until(() =>
      expect(visitor.heard<SeenChanged>("seen.changed").at(-1)).toMatchObject({ by: "team" }),
    );
    const { lastSeq } = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 0,
    });
    expect(visitor.heard<SeenChanged>("seen.changed").at(-1)?.seq).toBeLessThanOrEqual(lastSeq);
    // Nothing is behind what does not exist yet, and what comes then is told as ever.
    const beyond = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 1_000_000,
    });
    expect(beyond).toMatchObject({ events: [], lastSeq, more: false });
    const { seq } = await post(operator, { ...message(id, "hello"), seenSeq: 1_000_000 });
    expect(seq).toBeGreaterThan(lastSeq);
  });
});

describe("a clock that is wrong", () => {
  it("[RT9] changes no order: it comes from seq", async () => {
    const { node, visitor, id } = await inConversation();
    const days = [0, 2, -3, 1, -10, 0];
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    for (const [turn, day] of days.entries()) {
      vi.setSystemTime(start + day * 86_400_000);
      // A new page each time: Socket.IO's client takes a clock that leaps ahead for a sleep, and reconnects.
      const writer = await world.operator(node, world.a.members.owner);
      await post(writer, message(id, `message ${turn}`));
      writer.socket.close();
    }
    vi.useRealTimers();
    const reader = await world.operator(node, world.a.members.operator);
    const log = await logOf(reader, id);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    const words = log.flatMap(({ body }) =>
      body.type === "message.posted" ? body.parts.map(({ text }) => text) : [],
    );
    expect(words).toEqual(["hello", ...days.map((_, turn) => `message ${turn}`)]);
    const told = () =>
      visitor.heard<EventsAppended>("events.appended").flatMap(({ events }) => events);
    await until(() => expect(new Set(told().map(({ seq }) => seq)).size).toBe(log.length));
  });
});
