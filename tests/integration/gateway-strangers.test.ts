import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { protocolVersion, upstream } from "#contract/names.ts";
import { operatorRequests } from "#realtime/inbox/operator-requests.ts";
import { visitorRequests } from "#realtime/inbox/visitor-requests.ts";
import { type Client, type World, anId, message, openWorld } from "./gateway-world.ts";
import { type SocketThings, naming, operatorCalls, visitorCalls } from "./socket-calls.ts";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

/** Ids of things that nobody has. */
const nobodys = (): SocketThings => ({
  conversationId: anId(),
  memberId: anId(),
  decisionId: anId(),
  policyId: anId(),
});

/** Everything stored of a tenant's conversations, as text. */
const stored = (tenantId: string) =>
  world.testDb.db.tenant(tenantId, async (tx) =>
    JSON.stringify([
      await tx`select * from xin.conversations order by id`,
      await tx`select * from xin.events order by position`,
      await tx`select * from xin.read_marks order by conversation_id, reader`,
    ]),
  );

/** A conversation of tenant b that is under way. */
const foreign = async () => {
  const node = await world.node();
  const owner = await world.visitor(node, world.b);
  const conversationId = owner.session.conversationId;
  await owner.granted("message.post", message(conversationId, "private"));
  const policyId = anId();
  await world.testDb.db.tenant(
    world.b.tenantId,
    (tx) => tx`insert into xin.policies (tenant_id, id, name)
      values (${world.b.tenantId}, ${policyId}, 'private')`,
  );
  const { memberId } = world.b.members.owner;
  return { node, owner, ids: { conversationId, memberId, policyId, decisionId: uuidv7() } };
};

const answersOf = async (client: Client, asks: Record<string, unknown>) => {
  const answers: Record<string, unknown> = {};
  for (const [name, request] of Object.entries(asks))
    answers[name] = await client.ask(name, request);
  return answers;
};

describe("strangers", () => {
  it("[RT19] covers every request there is", () => {
    const served = new Set([...Object.keys(operatorRequests), ...Object.keys(visitorRequests)]);
    expect([...served].toSorted()).toEqual(Object.values(upstream).toSorted());
    expect(Object.keys(operatorCalls(nobodys())).toSorted()).toEqual(
      Object.keys(operatorRequests).toSorted(),
    );
    expect(Object.keys(visitorCalls(nobodys())).toSorted()).toEqual(
      Object.keys(visitorRequests).toSorted(),
    );
  });

  it("[RT19] answers an operator about another tenant's things as about things that do not exist", async () => {
    const { node, owner, ids } = await foreign();
    const before = await stored(world.b.tenantId);
    for (const role of ["owner", "operator", "viewer"] as const) {
      const operator = await world.operator(node, world.a.members[role]);
      const about = await answersOf(operator, naming(operatorCalls(ids)));
      expect(about).toEqual(await answersOf(operator, naming(operatorCalls(nobodys()))));
      const { "conversation.leave": left, ...others } = about;
      expect(left).toEqual({ ok: true });
      for (const answer of Object.values(others)) expect(answer).toMatchObject({ ok: false });
      // Nothing of it reaches a socket of the other tenant either.
      expect(operator.heard("events.appended")).toEqual([]);
    }
    owner.forget();
    expect(await stored(world.b.tenantId)).toBe(before);
    await owner.granted("message.post", message(ids.conversationId, "still private"));
    expect(owner.heard("typing.changed")).toEqual([]);
  });

  it("[RT19] answers a visitor about another's conversation as about one that does not exist", async () => {
    const { node, ids } = await foreign();
    const neighbour = await world.visitor(node, world.a);
    const own = neighbour.session.conversationId;
    await neighbour.granted("message.post", message(own, "also private"));
    const before = [await stored(world.a.tenantId), await stored(world.b.tenantId)];
    const stranger = await world.visitor(node, world.a);
    const asks = naming(visitorCalls({ ...ids, conversationId: own }));
    const { "session.start": started, ...others } = await answersOf(stranger, asks);
    expect(started).toMatchObject({ ok: true });
    const notFound = { kind: "not_found", message: "There is no such conversation." };
    for (const [name, answer] of Object.entries(others)) {
      expect([name, answer]).toEqual([name, { ok: false, error: notFound }]);
    }
    expect(await stored(world.a.tenantId)).toBe(before[0]);
    // An id of another tenant is as free as any: what it opens here has nothing to do with that one.
    await answersOf(stranger, visitorCalls(ids));
    expect(await stored(world.b.tenantId)).toBe(before[1]);
    await neighbour.granted("message.post", message(own, "go on"));
    expect(stranger.heard("events.appended")).not.toContainEqual(
      expect.objectContaining({ conversationId: own }),
    );
  });

  it("[RT19] gives nothing before session.start, and nothing for another tenant's token", async () => {
    const { node, owner, ids } = await foreign();
    const bare = await world.visitor(node, world.a);
    const { token } = owner.session;
    const session = await bare.granted("session.start", { token, locale: "en" });
    expect(session["token"]).not.toBe(token);
    expect(session["conversationId"]).not.toBe(ids.conversationId);
    expect(JSON.stringify(session)).not.toContain("private");

    const { io } = await import("socket.io-client");
    const socket = io(`${node.url}/visitor`, {
      auth: { key: world.a.key, version: protocolVersion },
      transports: ["websocket"],
      forceNew: true,
    });
    try {
      for (const [name, request] of Object.entries(visitorCalls(ids))) {
        if (name === "session.start") continue;
        expect([name, await socket.timeout(5_000).emitWithAck(name, request)]).toMatchObject([
          name,
          { ok: false, error: { kind: "unauthenticated" } },
        ]);
      }
    } finally {
      socket.close();
    }
  });
});
