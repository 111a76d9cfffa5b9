import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventsAppended } from "#contract/downstream.ts";
import { readRatings } from "#db/reads/ratings.ts";
import { rateConversation } from "#engine/actions/rate-conversation.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { setAsksRating } from "#engine/ratings/set-asks-rating.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import {
  anId,
  message,
  type Node,
  openWorld,
  until,
  type Visitor,
  type World,
} from "./gateway-world.ts";

describe("how it was", () => {
  let world: World;
  let node: Node;
  beforeAll(async () => {
    world = await openWorld();
    node = await world.node();
  });
  afterAll(() => world.close());

  const deps = () => ({ db: world.testDb.db, bus: node.bus, log: pino({ level: "silent" }) });
  const owner = (tenant = world.a) => {
    const { memberId, name } = tenant.members.owner;
    const actor = { kind: "member", id: memberId, name, role: "owner" } as const;
    return { ...systemEnvelope(tenant.tenantId, "test"), actor, idempotencyKey: anId() };
  };
  const close = async (conversationId: string, tenant = world.a) => {
    const { seq } = await resolve(deps(), owner(tenant), { conversationId });
    if (seq === null) throw new Error("It was closed already.");
    return seq;
  };
  /** A visitor whose conversation is closed. */
  const closed = async (tenant = world.a) => {
    const visitor = await world.visitor(node, tenant);
    const { conversationId } = visitor.session;
    await visitor.granted("message.post", message(conversationId, "Thanks, bye"));
    return { visitor, conversationId, closedSeq: await close(conversationId, tenant) };
  };
  const rate = (visitor: Visitor, more: object) =>
    visitor.ask<{ seq: number | null }>("conversation.rate", {
      conversationId: visitor.session.conversationId,
      clientId: anId(),
      score: 4,
      comment: null,
      ...more,
    });
  const list = (conversationId: string, tenant = world.a) =>
    world.testDb.db
      .tenant(tenant.tenantId, (tx) => readRatings(tx, { after: null, limit: 100 }))
      .then((all) => all.filter((one) => one.conversationId === conversationId));
  const refusedAs = (kind: string) => ({ ok: false, error: { kind } });

  it("[RT37] takes a rating once, tells the team at once, and lets it be changed", async () => {
    const { visitor, conversationId, closedSeq } = await closed();
    expect(visitor.session.asksRating).toBe(true);
    const operator = await world.operator(node, world.a.members.operator);
    await operator.granted("conversation.join", { conversationId });

    const first = { clientId: anId(), closedSeq, score: 2 };
    const given = await rate(visitor, first);
    expect(given).toEqual({ ok: true, seq: closedSeq + 1 });
    // Sent again it is the same, and the same anew changes nothing.
    expect(await rate(visitor, first)).toEqual(given);
    expect(await rate(visitor, { closedSeq, score: 2 })).toEqual({ ok: true, seq: null });
    expect(await rate(visitor, { closedSeq, score: 2, comment: " \u200B " })).toEqual({
      ok: true,
      seq: null,
    });
    const comment = "On second thoughts: fine \0 \uD800 谢谢";
    expect(await rate(visitor, { closedSeq, score: 5, comment })).toMatchObject({ ok: true });

    const rated = { type: "conversation.rated", closedSeq };
    const expected = [
      { ...rated, score: 2, comment: null },
      { ...rated, score: 5, comment },
    ];
    for (const side of [operator, visitor]) {
      await until(() =>
        expect(
          side
            .heard<EventsAppended>("events.appended")
            .flatMap(({ events }) => events.map(({ body }) => body))
            .filter(({ type }) => type === "conversation.rated"),
        ).toEqual(expected),
      );
    }
    expect(await list(conversationId)).toMatchObject([{ closedSeq, score: 5, comment }]);
  });

  it("[RT37] has one rating for each closing", async () => {
    const { visitor, conversationId, closedSeq } = await closed();
    await rate(visitor, { closedSeq, score: 1 });
    await visitor.granted("message.post", message(conversationId, "One more thing"));
    expect(await rate(visitor, { closedSeq, score: 3 })).toMatchObject(refusedAs("conflict"));
    const again = await close(conversationId);
    expect(await rate(visitor, { closedSeq, score: 3 })).toMatchObject(refusedAs("conflict"));
    expect(await rate(visitor, { closedSeq: again, score: 3 })).toMatchObject({ ok: true });
    const ratings = await list(conversationId);
    expect(ratings.map((one) => [one.closedSeq, one.score])).toEqual([
      [again, 3],
      [closedSeq, 1],
    ]);
  });

  it("[RT37] refuses what is no rating, and changes nothing", async () => {
    const { visitor, conversationId, closedSeq } = await closed();
    for (const wrong of [
      { score: 6 },
      { score: 0 },
      { score: 4.5 },
      { score: "5" },
      { comment: 7 },
      { closedSeq: undefined },
      { closedSeq: -1 },
    ]) {
      const refused = await rate(visitor, { closedSeq, ...wrong });
      expect(refused, JSON.stringify(wrong)).toMatchObject(refusedAs("invalid"));
    }
    for (const length of [1_001, 5_120]) {
      const refused = await rate(visitor, { closedSeq, comment: "x".repeat(length) });
      expect(refused).toMatchObject(refusedAs("too_large"));
    }
    for (const seq of [0, closedSeq - 1, closedSeq + 1]) {
      expect(await rate(visitor, { closedSeq: seq })).toMatchObject(refusedAs("conflict"));
    }
    expect(await list(conversationId)).toEqual([]);
    expect(await rate(visitor, { closedSeq, comment: "x".repeat(1_000) })).toMatchObject({
      ok: true,
    });
  });

  it("[RT37] takes none of an open conversation, of another visitor, or of the team", async () => {
    const { conversationId, closedSeq } = await closed();
    const other = await world.visitor(node, world.a);
    const stranger = await world.visitor(node, world.b);
    for (const thief of [other, stranger]) {
      const taken = await rate(thief, { conversationId, closedSeq, score: 1 });
      expect(taken).toMatchObject(refusedAs("not_found"));
    }
    await other.granted("message.post", message(other.session.conversationId, "Hello"));
    expect(await rate(other, { closedSeq: 2 })).toMatchObject(refusedAs("conflict"));
    const own = { conversationId, closedSeq, score: 5, comment: null };
    await expect(rateConversation(deps(), owner(), own)).rejects.toMatchObject({
      kind: "forbidden",
    });
    expect(await list(conversationId)).toEqual([]);
    expect(await list(conversationId, world.b)).toEqual([]);
  });

  it("[RT37] may be changed for a day, and no longer", async () => {
    const { visitor, conversationId, closedSeq } = await closed();
    await rate(visitor, { closedSeq, score: 4 });
    const age = (hours: number) =>
      world.testDb.db.tenant(
        world.a.tenantId,
        (tx) => tx`update xin.ratings set rated_at = now() - ${hours} * interval '1 hour'
          where conversation_id = ${conversationId}`,
      );
    await age(23.9);
    expect(await rate(visitor, { closedSeq, score: 3 })).toMatchObject({ ok: true });
    await age(24.1);
    expect(await rate(visitor, { closedSeq, score: 1 })).toMatchObject(refusedAs("conflict"));
    expect(await list(conversationId)).toMatchObject([{ score: 3 }]);
  });

  it("keeps a visitor's words in the log alone, which is where they are erased", async () => {
    const { visitor, conversationId, closedSeq } = await closed();
    await rate(visitor, { closedSeq, score: 2, comment: "My name is Mary" });
    const erased = await world.testDb.owner.tenant(
      world.a.tenantId,
      (tx) => tx`update xin.events set payload = null
        where conversation_id = ${conversationId} and type = 'conversation.rated' returning seq`,
    );
    expect(erased).toHaveLength(1);
    expect(await list(conversationId)).toMatchObject([{ score: 2, comment: null }]);
  });

  it("asks where the workspace wants it, and says who changed that", async () => {
    await setAsksRating(deps(), owner(), false);
    expect((await world.visitor(node, world.a)).session.asksRating).toBe(false);
    expect((await world.visitor(node, world.b)).session.asksRating).toBe(true);
    await setAsksRating(deps(), owner(), true);
    expect((await world.visitor(node, world.a)).session.asksRating).toBe(true);
    const viewer = { ...owner(), actor: { ...owner().actor, role: "operator" } as const };
    await expect(setAsksRating(deps(), viewer, false)).rejects.toMatchObject({ kind: "forbidden" });
    const audit = await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx<{ detail: { asks: boolean } }[]>`select detail from xin.audit_log
        where action = 'ratings.asking-set' order by at`,
    );
    expect(audit.map(({ detail }) => detail.asks)).toEqual([false, true]);
  });
});
