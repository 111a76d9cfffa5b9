import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type {
  ConversationChanged,
  EventsAppended,
  PresenceChanged,
  ReplyDelta,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
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

let world: World;
let node: Node;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

const liveEvents = (client: Client): ConversationEvent[] =>
  client.heard<EventsAppended>("events.appended").flatMap(({ events }) => [...events]);

const post = (client: Client, conversationId: string, text: string) =>
  client.granted<MessagePostAck>("message.post", message(conversationId, text));

const act = (client: Client, name: string, conversationId: string, more: object = {}) =>
  client.granted<{ seq: number | null }>(name, { conversationId, clientId: anId(), ...more });

const inConversation = async (): Promise<{ visitor: Visitor; operator: Client; id: string }> => {
  node = await world.node();
  const visitor = await world.visitor(node, world.a);
  const id = visitor.session.conversationId;
  await post(visitor, id, "hello");
  const operator = await world.operator(node, world.a.members.operator);
  await operator.granted("conversation.join", { conversationId: id });
  return { visitor, operator, id };
};

describe("what a visitor sees", () => {
  it("[RT12] hides the team's own events, live and fetched alike, without a gap", async () => {
    const { visitor, operator, id } = await inConversation();
    visitor.forget();
    const { memberId } = world.a.members.owner;
    // [RT50] How far the AI may go is the team's own, too.
    await act(operator, "conversation.set-mode", id, { mode: "draft" });
    // [RT53] And so are tags.
    await act(operator, "conversation.change-tags", id, { add: ["SECRET word"], remove: [] });
    await act(operator, "conversation.take-over", id);
    await operator.granted("message.post", { ...message(id, "SECRET note"), note: true });
    await act(operator, "conversation.assign", id, { memberId });
    await post(operator, id, "an answer");
    const wrong = await post(operator, id, "WRONG customer");
    await act(operator, "message.retract", id, { targetSeq: wrong.seq });
    await act(operator, "conversation.hand-back", id, { note: "SECRET word to the AI" });
    const { seq: last } = await act(operator, "conversation.resolve", id);

    await until(() => expect(liveEvents(visitor).map(({ seq }) => seq)).toContain(last));
    const live = liveEvents(visitor).toSorted((x, y) => x.seq - y.seq);
    const fetched = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 0,
    });
    const seqs = fetched.events.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(fetched.lastSeq).toBe(last);
    const text = JSON.stringify({ live, fetched });
    expect(text).not.toContain("SECRET");
    expect(text).not.toContain("@example.com");
    expect(JSON.stringify(fetched)).not.toContain("WRONG");
    const types = fetched.events.map(({ body }) => body.type);
    expect(types.filter((type) => type === "hidden")).toHaveLength(4);
    expect(types).not.toContain("conversation.assigned");
    for (const event of fetched.events.filter(({ body }) => body.type === "hidden")) {
      expect(event).toMatchObject({
        clientId: null,
        actor: { kind: "system", id: null, name: null },
      });
      expect(Object.keys(event.body)).toEqual(["type"]);
    }
    // Live and fetched are the same events, but for the message that was taken back meanwhile.
    const stable = live.filter(({ seq }) => seq !== wrong.seq);
    expect(fetched.events.filter(({ seq }) => stable.some((event) => event.seq === seq))).toEqual(
      stable,
    );
    expect(fetched.events.find(({ seq }) => seq === wrong.seq)?.body).toMatchObject({
      parts: [],
      retracted: true,
    });
  });

  it("[RT12] may not write notes, and gets nothing of the operators' own", async () => {
    const { visitor, operator, id } = await inConversation();
    const note = await visitor.ask("message.post", { ...message(id, "psst"), note: true });
    expect(note).toMatchObject({ ok: false, error: { kind: "forbidden" } });
    await operator.granted("typing.set", { conversationId: id, typing: true, note: true });
    await until(() => expect(operator.heard("typing.changed").length).toBeGreaterThan(0));
    await post(operator, id, "done");
    await until(() => expect(liveEvents(visitor).at(-1)?.body).toMatchObject({ note: false }));
    const names = new Set<string>();
    for (const name of ["conversation.changed", "presence.changed", "knowledge.changed"]) {
      if (visitor.heard(name).length > 0) names.add(name);
    }
    expect([...names]).toEqual([]);
    for (const { typing } of visitor.heard<TypingChanged>("typing.changed"))
      expect(typing).toEqual([]);
  });
});

describe("what both sides see of each other", () => {
  it("[RT13] shows how far the other side has seen, never backwards", async () => {
    const { visitor, operator, id } = await inConversation();
    const { seq } = await post(operator, id, "read me");
    await visitor.granted("seen.mark", { conversationId: id, seq });
    await until(() =>
      expect(operator.heard<SeenChanged>("seen.changed")).toContainEqual({
        conversationId: id,
        by: "visitor",
        seq,
      }),
    );
    await operator.granted("seen.mark", { conversationId: id, seq });
    await operator.granted("seen.mark", { conversationId: id, seq: 1 });
    await until(() =>
      expect(visitor.heard<SeenChanged>("seen.changed")).toContainEqual({
        conversationId: id,
        by: "team",
        seq,
      }),
    );
    const { token } = visitor.session;
    const again = await visitor.granted<Visitor["session"]>("session.start", {
      token,
      locale: "en",
    });
    expect(again.teamSeenSeq).toBe(seq);
    const marks = visitor.heard<SeenChanged>("seen.changed").filter(({ by }) => by === "team");
    expect(marks.map((mark) => mark.seq)).toEqual([seq]);
  });

  it("[RT14] shows typing, until the message, the end of the socket or silence", async () => {
    const { visitor, operator, id } = await inConversation();
    const typistsOf = (client: Client) =>
      client
        .heard<TypingChanged>("typing.changed")
        .at(-1)
        ?.typing.map((typist) => typist.kind);
    await visitor.granted("typing.set", { conversationId: id, typing: true });
    await until(() => expect(typistsOf(operator)).toEqual(["visitor"]));
    await operator.granted("typing.set", { conversationId: id, typing: true });
    await until(() => expect(typistsOf(visitor)).toEqual(["visitor", "member"]));
    await post(visitor, id, "sent");
    await until(() => expect(typistsOf(operator)).toEqual(["member"]));
    operator.socket.close();
    await until(() => expect(typistsOf(visitor)).toEqual([]));
    const notJoined = await world.operator(node, world.a.members.owner);
    expect(await notJoined.ask("typing.set", { conversationId: id, typing: true })).toMatchObject({
      ok: false,
      error: { kind: "not_found" },
    });
  });

  it("[RT15] shows which members are here and what they look at", async () => {
    const { operator, id } = await inConversation();
    const { operator: me, owner, viewer } = world.a.members;
    const here = (client: Client) =>
      client
        .heard<PresenceChanged>("presence.changed")
        .at(-1)
        ?.members.map((member) => [member.id, member.viewing]);
    const sorted = (list: [string, string | null][]) =>
      list.toSorted(([x], [y]) => (x < y ? -1 : 1));
    const colleague = await world.operator(node, owner);
    const expected = sorted([
      [me.memberId, id],
      [owner.memberId, null],
    ]);
    await until(() => expect(here(operator)).toEqual(expected));
    expect(here(colleague)).toEqual(expected);
    const third = await world.operator(node, viewer);
    await third.granted("conversation.join", { conversationId: id });
    await until(() => expect(here(operator)).toContainEqual([viewer.memberId, id]));
    third.socket.close();
    await operator.granted("conversation.leave", { conversationId: id });
    await until(() =>
      expect(here(colleague)).toEqual(
        sorted([
          [me.memberId, null],
          [owner.memberId, null],
        ]),
      ),
    );
    const foreign = await world.operator(node, world.b.members.owner);
    await until(() => expect(here(foreign)).toEqual([[world.b.members.owner.memberId, null]]));
  });
});

describe("what the inbox sees", () => {
  it("[RT16] gets changed rows, each member with their own marks", async () => {
    const { visitor, operator, id } = await inConversation();
    const owner = await world.operator(node, world.a.members.owner);
    const foreign = await world.operator(node, world.b.members.owner);
    await act(operator, "conversation.take-over", id);
    const { seq } = await post(visitor, id, "first");
    await operator.granted("seen.mark", { conversationId: id, seq });
    const second = await post(visitor, id, "second");
    const newest = (client: Client): ConversationRow | undefined =>
      client.heard<ConversationChanged>("conversation.changed").at(-1)?.row;
    await until(() => {
      expect(newest(operator)).toMatchObject({ lastSeq: second.seq, seenSeq: seq, unread: 1 });
      expect(newest(owner)).toMatchObject({ lastSeq: second.seq, seenSeq: 0, unread: 3 });
    });
    expect(foreign.heard("conversation.changed")).toEqual([]);
    // The row is the one that reading afresh gives, for each of them.
    for (const [client, member] of [
      [operator, world.a.members.operator],
      [owner, world.a.members.owner],
    ] as const) {
      const fresh = await world.testDb.db.tenant(world.a.tenantId, (tx) =>
        readConversationRow(tx, id, member.memberId),
      );
      await until(() => expect(newest(client)).toEqual(fresh));
    }
    await visitor.granted("seen.mark", { conversationId: id, seq: second.seq });
    await until(() => expect(newest(owner)).toMatchObject({ visitorSeenSeq: second.seq }));
  });

  it("[RT17] streams words of an answer to those who may read them", async () => {
    const { visitor, operator, id } = await inConversation();
    const delta: ReplyDelta = {
      conversationId: id,
      decisionId: uuidv7(),
      epoch: 1,
      index: 0,
      text: "Yes",
    };
    const { tenantId } = world.a;
    node.bus.publish({ type: "reply.delta", tenantId, delta, audience: "public" });
    const draft = { ...delta, index: 1, text: "DRAFT" };
    node.bus.publish({ type: "reply.delta", tenantId, delta: draft, audience: "team" });
    const { conversationId, decisionId } = delta;
    const ended = { conversationId, decisionId, outcome: "sent" } as const;
    node.bus.publish({ type: "reply.ended", tenantId, ended, audience: "public" });
    // The same conversation id in another tenant is another conversation.
    const foreign = { ...delta, text: "FOREIGN" };
    const { tenantId: other } = world.b;
    node.bus.publish({ type: "reply.delta", tenantId: other, delta: foreign, audience: "public" });
    await until(() => expect(visitor.heard("reply.ended")).toEqual([ended]));
    await until(() => expect(operator.heard("reply.ended")).toEqual([ended]));
    expect(operator.heard("reply.delta")).toEqual([delta, draft]);
    expect(visitor.heard("reply.delta")).toEqual([delta]);
  });

  it("[RT17] asks the AI to stop, for members who may write", async () => {
    const { operator, id } = await inConversation();
    const stops: unknown[] = [];
    node.bus.subscribe((heard) => void (heard.type === "reply.stop" && stops.push(heard)));
    await operator.granted("reply.stop", { conversationId: id });
    expect(stops).toEqual([{ type: "reply.stop", tenantId: world.a.tenantId, conversationId: id }]);
    const viewer = await world.operator(node, world.a.members.viewer);
    expect(await viewer.ask("reply.stop", { conversationId: id })).toMatchObject({
      ok: false,
      error: { kind: "forbidden" },
    });
    expect(stops).toHaveLength(1);
  });

  it("[RT17] asks the AI to stop, for the visitor whose conversation it is", async () => {
    const { visitor, id } = await inConversation();
    const stops: unknown[] = [];
    node.bus.subscribe((heard) => void (heard.type === "reply.stop" && stops.push(heard)));
    await visitor.granted("reply.stop", { conversationId: id });
    expect(stops).toEqual([{ type: "reply.stop", tenantId: world.a.tenantId, conversationId: id }]);
    const stranger = await world.visitor(node, world.a);
    expect(await stranger.ask("reply.stop", { conversationId: id })).toMatchObject({
      ok: false,
      error: { kind: "not_found" },
    });
    expect(stops).toHaveLength(1);
  });

  it("[RT16] tells of knowledge sources, and lets a viewer read but not write", async () => {
    const { operator, id } = await inConversation();
    const { tenantId } = world.a;
    const sourceId = uuidv7();
    node.bus.publish({ type: "knowledge", tenantId, sourceId, state: "live" });
    await until(() =>
      expect(operator.heard("knowledge.changed")).toEqual([{ sourceId, state: "live" }]),
    );
    const viewer = await world.operator(node, world.a.members.viewer);
    await viewer.granted("conversation.join", { conversationId: id });
    for (const [name, request] of [
      ["message.post", message(id, "not me")],
      ["conversation.resolve", { conversationId: id, clientId: anId() }],
      ["typing.set", { conversationId: id, typing: true }],
    ] as const) {
      expect(await viewer.ask(name, request)).toMatchObject({
        ok: false,
        error: { kind: "forbidden" },
      });
    }
  });

  it("[RT6] lets a visitor ask for a person, also before the first word", async () => {
    node = await world.node();
    const visitor = await world.visitor(node, world.a);
    const conversationId = visitor.session.conversationId;
    const asked = { conversationId, clientId: anId() };
    const first = await visitor.granted<{ seq: number }>("person.request", asked);
    expect(await visitor.granted("person.request", asked)).toMatchObject({ seq: first.seq });
    const { events } = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId,
      after: 0,
    });
    expect(events.map(({ body }) => body.type)).toEqual([
      "conversation.opened",
      "conversation.handed-over",
    ]);
  });
});
