import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { oldestServedVersion, protocolVersion } from "#contract/names.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { closeSession, openSession, switchWorkspace } from "#engine/tenancy/sessions.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { addMember } from "#engine/tenancy/add-member.ts";
import { type World, anId, message, openWorld, until } from "./gateway-world.ts";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

const version = protocolVersion;

describe("the handshake", () => {
  it("[RT1] refuses every namespace but the two", async () => {
    const node = await world.node();
    expect(await world.refusal(node, "/", {})).toMatchObject({ kind: "not_found" });
    await expect(world.refusal(node, "/elsewhere", {})).rejects.toThrow("Invalid namespace");
  });

  it("[RT2] wants a widget key that exists", async () => {
    const node = await world.node();
    for (const key of ["w_000000000000", "demo'; drop table xin.channels;--", "é".repeat(20)]) {
      const refused = await world.refusal(node, "/visitor", { auth: { key, version } });
      expect(refused).toMatchObject({ kind: "unauthenticated" });
    }
    for (const auth of [undefined, {}, { key: 5, version }, { key: "k".repeat(65), version }]) {
      const { kind } = await world.refusal(node, "/visitor", { auth });
      expect(["invalid", "too_large"]).toContain(kind);
    }
  });

  it("[RT2] lets a widget in from the channel's pages only", async () => {
    const node = await world.node();
    const envelope = systemEnvelope(world.a.tenantId, "test");
    const settings = { ...defaultChannelSettings, allowedOrigins: ["https://shop.example"] };
    const { key } = await createChannel(world.testDb.db, envelope, { name: "Shop", settings });
    const auth = { key, version };
    const from = (origin: string) => ({ auth, extraHeaders: { origin } });
    for (const origin of ["https://evil.example", "https://shop.example.evil.example", "null"]) {
      expect(await world.refusal(node, "/visitor", from(origin))).toMatchObject({ kind: "origin" });
    }
    expect(await world.refusal(node, "/visitor", { auth })).toMatchObject({ kind: "origin" });
    const visitor = await world.visitor(node, world.a, from("https://shop.example"));
    expect(visitor.session.channel.name).toBe("Shop");
  });

  it("[RT2] also serves widgets that can only poll", async () => {
    const node = await world.node();
    const visitor = await world.visitor(node, world.a, { transports: ["polling"] });
    const id = visitor.session.conversationId;
    await visitor.granted("message.post", message(id, "by polling"));
    await until(() => expect(visitor.heard("events.appended").length).toBeGreaterThan(0));
  });

  it("[RT3] wants a session and our own origin", async () => {
    const node = await world.node();
    const { token } = world.a.members.operator;
    const cookie = `xin_session=${token}`;
    const refusal = (extraHeaders: Record<string, string>) =>
      world.refusal(node, "/operator", { auth: { version }, extraHeaders });
    const strangers: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      {},
    ];
    for (const headers of strangers) {
      expect(await refusal({ cookie, ...headers })).toMatchObject({ kind: "origin" });
    }
    const origin = node.url;
    expect(await refusal({ origin })).toMatchObject({ kind: "unauthenticated" });
    for (const wrong of ["xin_session=", `xin_session=${"x".repeat(43)}`, `other=${token}`]) {
      expect(await refusal({ origin, cookie: wrong })).toMatchObject({ kind: "unauthenticated" });
    }
    // The origin is judged first: a stranger's page cannot find out whether somebody is signed in.
    expect(await refusal({ origin: "https://evil.example", cookie })).toEqual(
      await refusal({ origin: "https://evil.example" }),
    );
  });

  it("[RT3] refuses a page of the workspace its session has left", async () => {
    const node = await world.node();
    const email = `${anId()}@example.com`;
    const join = (tenantId: string) =>
      addMember(world.testDb.db, systemEnvelope(tenantId, "test"), {
        email,
        name: "Both",
        role: "operator",
        locale: "en",
      });
    const memberId = await join(world.a.tenantId);
    await join(world.b.tenantId);
    const token = await openSession(world.testDb.db, { tenantId: world.a.tenantId, memberId });
    const [{ slug }] = await world.testDb.db.tenant(
      world.b.tenantId,
      (tx) => tx<[{ slug: string }]>`select slug from xin.tenants`,
    );
    const auth = { version, tenantId: world.a.tenantId };
    const socket = await world.operator(node, { memberId, token, name: "Both" }, { auth });
    expect(await switchWorkspace(world.testDb.db, token, slug)).toBe(true);
    await until(() => expect(socket.socket.connected).toBe(false));
    const extraHeaders = { origin: node.url, cookie: `xin_session=${token}` };
    expect(await world.refusal(node, "/operator", { auth, extraHeaders })).toMatchObject({
      kind: "conflict",
    });
  });

  it("[RT23] tells an old page to reload and a newer one to try another node", async () => {
    const node = await world.node();
    const speak = (spoken: unknown) =>
      world.refusal(node, "/visitor", { auth: { key: world.a.key, version: spoken } });
    expect(await speak(oldestServedVersion - 1)).toMatchObject({ kind: "outdated" });
    const newer = await speak(version + 1);
    expect(newer).toMatchObject({ kind: "unavailable" });
    expect(newer.retryAfterMs).toBeGreaterThan(0);
    expect(await speak("1")).toMatchObject({ kind: "invalid" });
  });

  it("[RT22] limits handshakes before the database is asked, and says when to come back", async () => {
    const handshakesPerAddress = { burst: 3, perSecond: 0.3 };
    const node = await world.node({ limits: { handshakesPerAddress } });
    for (let turn = 0; turn < 3; turn += 1) await world.visitor(node, world.a);
    const auth = { key: world.a.key, version };
    const forwarded = { "x-forwarded-for": "203.0.113.7" };
    const refused = await world.refusal(node, "/visitor", { auth, extraHeaders: forwarded });
    expect(refused).toMatchObject({ kind: "overloaded" });
    expect(refused.retryAfterMs).toBeLessThanOrEqual(3_334);
    await until(() => world.visitor(node, world.a));
  });

  it("[RT22] refuses connections above the node's limit", async () => {
    const node = await world.node({ limits: { connections: 2 } });
    const [first] = [await world.visitor(node, world.a), await world.visitor(node, world.a)];
    await expect(world.visitor(node, world.a)).rejects.toThrow("websocket error");
    first.socket.close();
    await until(() => world.visitor(node, world.a));
  });

  it("[RT25] cuts a socket within five seconds of its sign-out, and no other", async () => {
    const node = await world.node();
    const { memberId } = world.a.members.operator;
    const token = await openSession(world.testDb.db, { tenantId: world.a.tenantId, memberId });
    const going = await world.operator(node, { memberId, token, name: "going" });
    const staying = await world.operator(node, world.a.members.operator);
    await closeSession(world.testDb.db, token);
    await until(() => expect(going.socket.connected).toBe(false), 5_000);
    expect(staying.socket.connected).toBe(true);
    const extraHeaders = { origin: node.url, cookie: `xin_session=${token}` };
    const refused = await world.refusal(node, "/operator", { auth: { version }, extraHeaders });
    expect(refused).toMatchObject({ kind: "unauthenticated" });
  });

  it("[RT25] a changed role counts for sockets that are open", async () => {
    const node = await world.node({ sessionCheckMs: 100 });
    const envelope = systemEnvelope(world.a.tenantId, "test");
    const memberId = await addMember(world.testDb.db, envelope, {
      email: `${anId()}@example.com`,
      name: "Demoted",
      role: "operator",
      locale: "en",
    });
    const token = await openSession(world.testDb.db, { tenantId: world.a.tenantId, memberId });
    const operator = await world.operator(node, { memberId, token, name: "Demoted" });
    const visitor = await world.visitor(node, world.a);
    const conversationId = visitor.session.conversationId;
    await visitor.granted("message.post", message(conversationId, "hello"));
    await operator.granted("conversation.take-over", { conversationId, clientId: anId() });
    await world.testDb.db.tenant(
      world.a.tenantId,
      (tx) => tx`update xin.members set role = 'viewer' where id = ${memberId}`,
    );
    await until(async () => {
      const answer = await operator.ask("message.post", message(conversationId, "still me"));
      expect(answer).toMatchObject({ ok: false, error: { kind: "forbidden" } });
    });
    expect(operator.socket.connected).toBe(true);
  });

  it("[RT26] drains: clients come back by themselves to another node", async () => {
    const [leaving, staying] = [await world.node(), await world.node()];
    const reconnecting = { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 100 };
    const visitor = await world.visitor(leaving, world.a, reconnecting);
    const operator = await world.operator(leaving, world.a.members.operator, reconnecting);
    const reasons: string[] = [];
    for (const { socket } of [visitor, operator]) {
      socket.on("disconnect", (reason) => {
        reasons.push(reason);
        // What a load balancer does: the next attempt lands elsewhere.
        Reflect.set(socket.io, "uri", staying.url);
        Reflect.set(socket.io.opts, "extraHeaders", {
          cookie: `xin_session=${world.a.members.operator.token}`,
          origin: staying.url,
        });
      });
    }
    const conversationId = visitor.session.conversationId;
    const inFlight = visitor.ask("message.post", message(conversationId, "just before"));
    await leaving.gateway.drain({ withinMs: 200 });
    expect(await inFlight).toMatchObject({ ok: true });
    expect(leaving.gateway.stats()).toEqual({ visitors: 0, operators: 0 });
    await until(() => expect(staying.gateway.stats()).toEqual({ visitors: 1, operators: 1 }));
    expect(reasons).toEqual(["transport close", "transport close"]);
    await expect(world.visitor(leaving, world.a)).rejects.toThrow("websocket error");
  });
});
