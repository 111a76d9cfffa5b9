import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ack } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { EventsAppended } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import {
  type Client,
  type Node,
  type World,
  anId,
  message,
  openWorld,
  until,
} from "./gateway-world.ts";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

const kindOf = (answer: Ack<unknown>) => (answer.ok ? "ok" : answer.error.kind);

describe("limits", () => {
  it("[RT22] refuses above a socket's rate, says when to come back, and keeps the word", async () => {
    const node = await world.node({ limits: { visitorRequests: { burst: 7, perSecond: 20 } } });
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    const requests = Array.from({ length: 12 }, (_, turn) => message(id, `message ${turn}`));
    const answers = await Promise.all(
      requests.map((request) => visitor.ask<MessagePostAck>("message.post", request)),
    );
    const refused = answers.filter((answer) => !answer.ok);
    expect(answers.some((answer) => answer.ok)).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    for (const { error } of refused) {
      expect(error.kind).toBe("overloaded");
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(100);
      expect(error.retryAfterMs).toBeLessThan(2_000);
    }
    // The same again, after the time that was named, as a client does.
    for (const [index, answer] of answers.entries()) {
      if (!answer.ok) await repeat(visitor, requests[index]);
    }
    const { events } = await until(() =>
      visitor.granted<{ events: ConversationEvent[] }>("events.fetch", {
        conversationId: id,
        after: 0,
      }),
    );
    const words = events.flatMap(({ body }) =>
      body.type === "message.posted" ? body.parts.map(({ text }) => text) : [],
    );
    expect(new Set(words)).toEqual(new Set(requests.map(({ parts }) => parts[0]?.text)));
    expect(words).toHaveLength(requests.length);
  });

  it("[RT22] counts a tenant's sockets together, and no other tenant's", async () => {
    const node = await world.node({ limits: { tenantRequests: { burst: 12, perSecond: 1 } } });
    const [first, second] = [
      await world.visitor(node, world.a),
      await world.visitor(node, world.a),
    ];
    const neighbour = await world.visitor(node, world.b);
    const typing = (client: typeof first) => ({
      conversationId: client.session.conversationId,
      typing: true,
    });
    const answers = [];
    for (let turn = 0; turn < 6; turn += 1) {
      answers.push(await first.ask("typing.set", typing(first)));
      answers.push(await second.ask("typing.set", typing(second)));
    }
    expect(answers.map(kindOf)).toContain("overloaded");
    expect(kindOf(await neighbour.ask("typing.set", typing(neighbour)))).toBe("ok");
  });

  it("[RT22] answers only so many requests of a socket at the same time", async () => {
    const node = await world.node({ limits: { inFlight: 2 } });
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) => visitor.ask("message.post", message(id, `${turn}`))),
    );
    const kinds = answers.map(kindOf);
    expect(kinds.filter((kind) => kind === "ok").length).toBeGreaterThanOrEqual(2);
    expect(kinds).toContain("overloaded");
    expect(new Set(kinds)).toEqual(new Set(["ok", "overloaded"]));
  });

  it("[RT22] makes only so many new visitors for one address; those known come back freely", async () => {
    const newVisitorsPerAddress = { burst: 2, perSecond: 0.1 };
    const node = await world.node({ limits: { newVisitorsPerAddress } });
    const known = await world.visitor(node, world.a);
    const visitor = await world.visitor(node, world.a);
    const start = (token: string | null) => visitor.ask("session.start", { token, locale: "en" });
    expect(kindOf(await start(null))).toBe("overloaded");
    expect(kindOf(await start(known.session.token))).toBe("ok");
  });

  it("[RT22] lets an operator join only so many conversations", async () => {
    const node = await world.node({ limits: { joined: 1 } });
    const ids: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const visitor = await world.visitor(node, world.a);
      const conversationId = visitor.session.conversationId;
      await visitor.granted("message.post", message(conversationId, "hello"));
      ids.push(conversationId);
    }
    const operator = await world.operator(node, world.a.members.operator);
    const [first, second] = ids;
    await operator.granted("conversation.join", { conversationId: first });
    await operator.granted("conversation.join", { conversationId: first });
    const refused = await operator.ask("conversation.join", { conversationId: second });
    expect(kindOf(refused)).toBe("conflict");
    await operator.granted("conversation.leave", { conversationId: first });
    await operator.granted("conversation.join", { conversationId: second });
  });

  it("[RT24] cuts a reader that has stopped reading; the others get everything", async () => {
    const node = await world.node();
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    await visitor.granted("message.post", message(id, "hello"));
    const reader = await world.operator(node, world.a.members.operator);
    const stuck = await world.operator(node, world.a.members.owner);
    for (const client of [reader, stuck])
      await client.granted("conversation.join", { conversationId: id });
    stopReading(stuck);

    let seq = 2;
    const told: number[] = [];
    await until(() => {
      for (let turn = 0; turn < 20; turn += 1) {
        seq += 1;
        told.push(seq);
        publishWords(node, id, seq);
      }
      expect(node.lines.some((line) => line.includes("does not keep up"))).toBe(true);
    }, 30_000);
    await until(() => expect(node.gateway.stats().operators).toBe(1));
    const heard = () =>
      reader
        .heard<EventsAppended>("events.appended")
        .flatMap(({ events }) => events.map((e) => e.seq));
    await until(() => expect(heard()).toEqual(expect.arrayContaining(told)));
    expect(reader.socket.connected).toBe(true);
    expect(visitor.socket.connected).toBe(true);
  });

  it("[RT24] leaves out what may be lost for a slow reader, and nothing that counts", async () => {
    const node = await world.node({
      limits: { slowPackets: 0, stuckPackets: 100_000, stuckCharacters: 1e9 },
    });
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    await visitor.granted("message.post", message(id, "hello"));
    const slow = await world.operator(node, world.a.members.operator);
    await slow.granted("conversation.join", { conversationId: id });
    const goOn = stopReading(slow);
    // Fills the pipes, so that something waits in the gateway's own buffer.
    const told = Array.from({ length: 300 }, (_, index) => index + 3);
    for (const seq of told) publishWords(node, id, seq);
    const decisionId = anId();
    await new Promise((resolve) => void setTimeout(resolve, 100));
    for (let index = 0; index < 50; index += 1) {
      const delta = { conversationId: id, decisionId, epoch: 1, index, text: "word" };
      node.bus.publish({
        type: "reply.delta",
        tenantId: world.a.tenantId,
        delta,
        audience: "team",
      });
    }
    goOn();
    const heard = () =>
      slow
        .heard<EventsAppended>("events.appended")
        .flatMap(({ events }) => events.map((e) => e.seq));
    await until(() => expect(heard()).toEqual(expect.arrayContaining(told)), 30_000);
    expect(slow.heard("reply.delta")).toEqual([]);
  });
});

/** Sends the same again when it is refused, after the time that is named. */
const repeat = async (client: Client, request: unknown): Promise<void> => {
  for (;;) {
    const answer = await client.ask("message.post", request);
    if (answer.ok) return;
    const waitMs = answer.error.retryAfterMs ?? 0;
    await new Promise((resolve) => void setTimeout(resolve, waitMs * (1 + Math.random() / 2)));
  }
};

/** Stops taking bytes off the wire, as a frozen tab does. Answers how to go on. */
const stopReading = ({ socket }: Client) => {
  const transport: unknown = socket.io.engine.transport;
  const { ws } = transport as { ws: { pause(): void; resume(): void } };
  ws.pause();
  return () => ws.resume();
};

/** Tells of a long message as an action does after its commit. */
const publishWords = ({ bus }: Node, conversationId: string, seq: number) => {
  const event: ConversationEvent = {
    conversationId,
    seq,
    id: anId(),
    clientId: null,
    actor: { kind: "visitor", id: anId(), name: null },
    epoch: 1,
    at: new Date().toISOString(),
    body: {
      type: "message.posted",
      parts: Array.from({ length: 4 }, () => ({ type: "text", text: "x".repeat(15_000) }) as const),
      note: false,
      citations: [],
      decisionId: null,
      retracted: false,
    },
  };
  bus.publish({
    type: "committed",
    tenantId: world.a.tenantId,
    conversationId,
    events: [event],
    teamOnlySeqs: [seq],
    position: seq,
  });
};
