import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type {
  ConversationChanged,
  EventsAppended,
  Heartbeat,
  PresenceChanged,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { makeRedisBus } from "#realtime/bus/redis-bus.ts";
import { type TcpGate, openTcpGate } from "../fakes/tcp-gate.ts";
import {
  type Client,
  type Node,
  type Visitor,
  type World,
  anId,
  message,
  openWorld,
  until,
} from "./gateway-world.ts";

const redisUrl = process.env["XIN_TEST_REDIS_URL"];
const title = redisUrl === undefined ? "several nodes (needs XIN_TEST_REDIS_URL)" : "several nodes";

describe.skipIf(redisUrl === undefined)(title, () => {
  let world: World;
  const gates: TcpGate[] = [];
  beforeAll(async () => void (world = await openWorld()));
  afterEach(async () => {
    await world.tidy();
    for (const gate of gates.splice(0)) await gate.close();
  });
  afterAll(() => world.close());

  /** A node whose way to Redis can be cut. */
  const aNode = async (channel: string): Promise<{ node: Node; gate: TcpGate }> => {
    const gate = await openTcpGate(redisUrl ?? "");
    gates.push(gate);
    const bus = makeRedisBus(gate.url, pino({ level: "silent" }), channel);
    const node = await world.node({ heartbeatMs: 600_000, env: { REDIS_URL: gate.url } }, bus);
    await until(() => expect(bus.connected).toBe(true));
    return { node, gate };
  };

  const twoNodes = async () => {
    const channel = `xin:test:${anId()}`;
    const [left, right] = [await aNode(channel), await aNode(channel)];
    const visitor = await world.visitor(left.node, world.a);
    const id = visitor.session.conversationId;
    await post(visitor, id, "hello");
    const operator = await world.operator(right.node, world.a.members.operator);
    await operator.granted("conversation.join", { conversationId: id });
    return { left, right, visitor, operator, id };
  };

  it("[RT8] delivers between the nodes what happens on either", async () => {
    const { visitor, operator, id } = await twoNodes();
    const { seq } = await post(visitor, id, "over there?");
    await until(() => expect(seqsOf(operator)).toContain(seq));
    const answer = await post(operator, id, "over here!");
    await until(() => expect(seqsOf(visitor)).toContain(answer.seq));
    await until(() =>
      expect(operator.heard<ConversationChanged>("conversation.changed").at(-1)?.row).toMatchObject(
        { id, lastSeq: answer.seq },
      ),
    );
    await operator.granted("seen.mark", { conversationId: id, seq: answer.seq });
    await until(() =>
      expect(visitor.heard<SeenChanged>("seen.changed").at(-1)).toMatchObject({ by: "team" }),
    );
    await visitor.granted("typing.set", { conversationId: id, typing: true });
    await until(() =>
      expect(operator.heard<TypingChanged>("typing.changed").at(-1)?.typing).toHaveLength(1),
    );
    for (const client of [visitor, operator]) {
      const seqs = seqsOf(client);
      expect(seqs).toEqual([...new Set(seqs)]);
    }
  });

  it("[RT15] knows the members of all nodes, and forgets those of a node that died", async () => {
    const { left, right } = await twoNodes();
    const owner = await world.operator(left.node, world.a.members.owner);
    const here = () =>
      owner
        .heard<PresenceChanged>("presence.changed")
        .at(-1)
        ?.members.map((member) => member.name)
        .toSorted();
    const { owner: me, operator: colleague } = world.a.members;
    await until(() => expect(here()).toEqual([me.name, colleague.name].toSorted()));
    // Cut off, the other node can say no more, as if it had been killed.
    right.gate.cut();
    await until(() => expect(here()).toEqual([me.name]));
    right.gate.open();
    await until(() => expect(here()).toEqual([me.name, colleague.name].toSorted()));
  });

  it("[RT10] loses nothing while Redis is away: each node serves on, then all catch up", async () => {
    const { left, right, visitor, operator, id } = await twoNodes();
    const second = await world.visitor(left.node, world.a);
    await second.granted<Visitor["session"]>("session.start", {
      token: visitor.session.token,
      locale: "en",
    });
    for (const { gate } of [left, right]) gate.cut();
    const sent: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      sent.push((await post(visitor, id, `from the left ${turn}`)).seq);
      sent.push((await post(operator, id, `from the right ${turn}`)).seq);
    }
    // On its own node everything is delivered at once.
    const lefts = sent.filter((_, index) => index % 2 === 0);
    await until(() => expect(seqsOf(second)).toEqual(expect.arrayContaining(lefts)));
    for (const { gate } of [left, right]) gate.open();
    for (const client of [visitor, operator, second]) {
      await until(() => expect(lastSeqsOf(client, id)).toContain(Math.max(...sent)));
      await until(() => expect(client.heard("resync").length).toBeGreaterThan(0));
      const { events } = await client.granted<EventsFetchAck>("events.fetch", {
        conversationId: id,
        after: 0,
      });
      expect(events.map(({ seq }) => seq)).toEqual(expect.arrayContaining(sent));
    }
    const { seq } = await post(visitor, id, "together again");
    await until(() => expect(seqsOf(operator)).toContain(seq));
  });

  /** What heartbeats have said of a conversation. */
  const lastSeqsOf = (client: Client, conversationId: string) =>
    client
      .heard<Heartbeat>("heartbeat")
      .flatMap(({ conversations }) => conversations)
      .filter(({ id }) => id === conversationId)
      .map(({ lastSeq }) => lastSeq);

  const seqsOf = (client: Client) =>
    client
      .heard<EventsAppended>("events.appended")
      .flatMap(({ events }) => events.map(({ seq }) => seq));

  const post = (client: Client, conversationId: string, text: string) =>
    client.granted<MessagePostAck>("message.post", message(conversationId, text));
});
