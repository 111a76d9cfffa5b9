import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { EventsAppended, Heartbeat } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
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

const seqsOf = (client: Client) =>
  client
    .heard<EventsAppended>("events.appended")
    .flatMap(({ events }) => events.map(({ seq }) => seq));

const textsOf = (events: readonly ConversationEvent[]) =>
  events.flatMap(({ body }) =>
    body.type === "message.posted" ? body.parts.map(({ text }) => text) : [],
  );

const fetchAfter = (client: Client, conversationId: string, after: number) =>
  client.granted<EventsFetchAck>("events.fetch", { conversationId, after });

const post = (client: Client, conversationId: string, text: string) =>
  client.granted<MessagePostAck>("message.post", message(conversationId, text));

/** A visitor with a stored conversation, and an operator who has it open. */
const inConversation = async (): Promise<{ visitor: Visitor; operator: Client; id: string }> => {
  node = await world.node();
  const visitor = await world.visitor(node, world.a);
  const id = visitor.session.conversationId;
  await post(visitor, id, "hello");
  const operator = await world.operator(node, world.a.members.operator);
  await operator.granted("conversation.join", { conversationId: id });
  return { visitor, operator, id };
};

describe("delivery", () => {
  it("[RT6] acknowledges what is stored, and everybody learns of it from the event", async () => {
    const { visitor, operator, id } = await inConversation();
    const ack = await post(visitor, id, "is anybody there?");
    expect(ack.duplicate).toBe(false);
    for (const client of [visitor, operator])
      await until(() => expect(seqsOf(client)).toContain(ack.seq));
    const { events, lastSeq } = await fetchAfter(operator, id, 0);
    expect(lastSeq).toBe(ack.seq);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.find(({ seq }) => seq === ack.seq)).toMatchObject({ id: ack.id });
  });

  it("[RT7] answers a retry with the first answer and stores it once", async () => {
    const { visitor, operator, id } = await inConversation();
    const request = message(id, "only once");
    const first = await visitor.granted<MessagePostAck>("message.post", request);
    const retries = await Promise.all(
      Array.from({ length: 5 }, () => visitor.granted<MessagePostAck>("message.post", request)),
    );
    for (const retry of retries) {
      expect(retry).toMatchObject({ seq: first.seq, id: first.id, duplicate: true });
    }
    const { events } = await fetchAfter(operator, id, 0);
    expect(textsOf(events).filter((text) => text === "only once")).toHaveLength(1);
  });

  it("[RT8] delivers many writers' messages without gap, duplicate or disorder", async () => {
    const { visitor, operator, id } = await inConversation();
    const other = await world.operator(node, world.a.members.owner);
    await other.granted("conversation.join", { conversationId: id });
    operator.forget();
    const start = (await fetchAfter(operator, id, 0)).lastSeq;
    await Promise.all(
      Array.from({ length: 25 }, async (_, turn) => {
        await post(visitor, id, `visitor ${turn}`);
        await post(turn % 2 === 0 ? operator : other, id, `team ${turn}`);
      }),
    );
    const { lastSeq, events } = await fetchAfter(other, id, start);
    expect(textsOf(events)).toHaveLength(50);
    const expected = Array.from({ length: lastSeq - start }, (_, index) => start + index + 1);
    await until(() => expect(seqsOf(operator).toSorted((x, y) => x - y)).toEqual(expected));
    // Inside a frame the order is that of seq.
    for (const { events: frame } of operator.heard<EventsAppended>("events.appended")) {
      const seqs = frame.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((x, y) => x - y));
    }
  });

  it("[RT4] replays events after a reconnect", async () => {
    const { visitor, operator, id } = await inConversation();
    const { token } = visitor.session;
    visitor.socket.close();
    for (const text of ["one", "two", "three"]) await post(operator, id, text);
    const again = await world.visitor(node, world.a);
    const session = await again.granted<Visitor["session"]>("session.start", {
      token,
      locale: "en",
    });
    expect(session).toMatchObject({
      token,
      conversationId: id,
      contactId: visitor.session.contactId,
    });
    expect(textsOf(session.events)).toEqual(["hello", "one", "two", "three"]);
    expect(session.holder).toBe("people");
    const missed = await fetchAfter(again, id, 2);
    expect(textsOf(missed.events)).toEqual(["one", "two", "three"]);
    // The anonymous contact of the first session.start no longer hears anything.
    await post(operator, id, "four");
    await until(() => expect(seqsOf(again)).toContain(missed.lastSeq + 1));
  });

  it("[RT2] of two starts at once the later one counts", async () => {
    const { visitor } = await inConversation();
    const start = () =>
      visitor.ask<Visitor["session"]>("session.start", { token: null, locale: "en" });
    const [slow, again] = await Promise.all([start(), start()]);
    expect(slow).toMatchObject({ ok: false, error: { kind: "unavailable", retryAfterMs: 500 } });
    if (!again.ok) throw new Error(again.error.message);
    await post(visitor, again.conversationId, "hello");
    await until(() => expect(seqsOf(visitor)).toContain(2));
  });

  it("[RT4] catches up in pages of at most 200 events, smaller when they are long", async () => {
    const { operator, id, visitor } = await inConversation();
    const long = "x".repeat(15_000);
    for (let turn = 0; turn < 20; turn += 1) await post(operator, id, long);
    const short = Array.from({ length: 230 }, (_, turn) => `short ${turn}`);
    const quick = await world.node({
      limits: { operatorRequests: { burst: 1_000, perSecond: 1_000 } },
    });
    const fast = await world.operator(quick, world.a.members.owner);
    for (let from = 0; from < short.length; from += 10) {
      await Promise.all(short.slice(from, from + 10).map((text) => post(fast, id, text)));
    }
    const pages: EventsFetchAck[] = [];
    let after = 0;
    do {
      const page = await fetchAfter(visitor, id, after);
      pages.push(page);
      after = page.events.at(-1)?.seq ?? after;
    } while (pages.at(-1)?.more === true);
    expect(pages.length).toBeGreaterThan(2);
    for (const { events } of pages) {
      expect(events.length).toBeLessThanOrEqual(200);
      expect(JSON.stringify(events).length).toBeLessThan(400_000);
    }
    const all = pages.flatMap(({ events }) => events);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(textsOf(all).toSorted()).toEqual(
      ["hello", ...Array.from({ length: 20 }, () => long), ...short].toSorted(),
    );
  });

  it("[RT11] says in the heartbeat where conversations stand, so that a lost last event is noticed", async () => {
    node = await world.node({ heartbeatMs: 200 });
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    await post(visitor, id, "hello");
    const operator = await world.operator(node, world.a.members.operator);
    await operator.granted("conversation.join", { conversationId: id });
    // Another node writes, and the bus between them loses everything.
    const deaf = await world.node();
    const colleague = await world.operator(deaf, world.a.members.owner);
    const { seq } = await post(colleague, id, "you will not hear this");
    for (const client of [visitor, operator]) {
      await until(() => {
        const beats = client.heard<Heartbeat>("heartbeat");
        expect(beats.at(-1)?.conversations).toEqual([{ id, lastSeq: seq }]);
      });
      expect(seqsOf(client)).not.toContain(seq);
    }
    expect(operator.heard<Heartbeat>("heartbeat").at(-1)?.position).toBeGreaterThan(0);
    expect(visitor.heard<Heartbeat>("heartbeat").at(-1)).not.toHaveProperty("position");
    expect(textsOf((await fetchAfter(visitor, id, 0)).events)).toContain("you will not hear this");
  });

  it("[RT10] tells the other tabs of a visitor when one of them opens the conversation", async () => {
    node = await world.node();
    const first = await world.visitor(node, world.a);
    const second = await world.visitor(node, world.a);
    const { token } = first.session;
    const shown = await second.granted<Visitor["session"]>("session.start", {
      token,
      locale: "en",
    });
    expect(shown.conversationId).not.toBe(first.session.conversationId);
    await post(first, first.session.conversationId, "hello from the first tab");
    await until(() => expect(second.heard("resync")).toHaveLength(1));
    const now = await second.granted<Visitor["session"]>("session.start", { token, locale: "en" });
    expect(now.conversationId).toBe(first.session.conversationId);
  });

  it("[RT27] holds a reply back when the operator has not seen the visitor's newest words", async () => {
    const { visitor, operator, id } = await inConversation();
    const { seq } = await post(visitor, id, "wait, I meant the other one");
    const late = { ...message(id, "here is the first one"), seenSeq: seq - 1 };
    const held = await operator.ask<MessagePostAck>("message.post", late);
    expect(held).toMatchObject({ ok: false, error: { kind: "unseen" } });
    if (held.ok) throw new Error("the reply was not held back");
    expect(textsOf(held.error.missed ?? [])).toEqual(["wait, I meant the other one"]);
    const sent = await operator.granted<MessagePostAck>("message.post", { ...late, seenSeq: seq });
    expect(sent.duplicate).toBe(false);
  });

  it("[RT6] carries the trace of a message into the log", async () => {
    const { visitor, id } = await inConversation();
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const { seq } = await visitor.granted<MessagePostAck>("message.post", {
      ...message(id, "traced"),
      traceparent,
    });
    const [row] = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx<{ traceparent: string }[]>`
        select traceparent from xin.events where conversation_id = ${id} and seq = ${seq}`,
    );
    expect(row?.traceparent).toContain("4bf92f3577b34da6a3ce929d0e0e4736");
    const { ok } = await visitor.ask("message.post", {
      ...message(anId(), "bad trace"),
      traceparent: "nonsense",
    });
    expect(ok).toBe(true);
  });
});
