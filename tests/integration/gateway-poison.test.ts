import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import { limits, protocolVersion } from "#contract/names.ts";
import { operatorRequests } from "#realtime/inbox/operator-requests.ts";
import { visitorRequests } from "#realtime/inbox/visitor-requests.ts";
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

const plenty = { burst: 100_000, perSecond: 100_000 };
const generous = { limits: { visitorRequests: plenty, operatorRequests: plenty } };

const nested = (depth: number): unknown => {
  const root: unknown[] = [];
  let inner = root;
  for (let level = 0; level < depth; level += 1) {
    const next: unknown[] = [];
    inner.push(next);
    inner = next;
  }
  return root;
};

/** What no request looks like. */
const poison = (): unknown[] => {
  const id = anId();
  return [
    undefined,
    null,
    0,
    -1,
    Number.MAX_SAFE_INTEGER,
    "",
    "x",
    true,
    [],
    {},
    [[]],
    nested(2_000),
    Array.from({ length: 20_000 }, () => 0),
    { conversationId: null },
    { conversationId: id },
    { conversationId: id, clientId: id },
    { conversationId: { toString: "x" }, clientId: ["x"] },
    { conversationId: `${id}'; drop table xin.events; --`, clientId: id },
    { conversationId: id.toUpperCase(), clientId: id, after: 0, seq: 1, targetSeq: 1 },
    { conversationId: id, clientId: id, after: -1, seq: 1.5, targetSeq: "1", typing: "yes" },
    { conversationId: id, after: 1e308, seq: 2 ** 60, typing: 1 },
    { conversationId: id, clientId: id, parts: "text", note: "no", memberId: 5, decisionId: {} },
    { conversationId: id, clientId: id, parts: [{ type: "file", url: "http://x" }], text: [] },
    {
      conversationId: id,
      clientId: id,
      parts: Array.from({ length: 5_000 }, () => ({ type: "text", text: "x" })),
    },
    { token: { $ne: null }, locale: "en" },
    { token: null, locale: "__proto__" },
    { token: "x".repeat(10_000), locale: "en" },
    JSON.parse(`{"__proto__":{"conversationId":"${id}"},"constructor":{"prototype":{}}}`),
    { conversationId: "\ud800", clientId: "\u0000", note: "\udfff" },
    new Uint8Array([1, 2, 3]),
    { conversationId: new Uint8Array(100), clientId: id },
  ];
};

const granted = { kind: "granted", message: "" };

/** These want no more than ids, of which any are good, or nothing at all. */
const easy: ReadonlySet<string> = new Set([
  "conversation.leave",
  "person.request",
  "delivery.read",
]);

const isAlive = async (node: Node, client: Client) => {
  const { ok } = await client.ask("session.start", { token: null, locale: "en" });
  expect(ok).toBe(true);
  expect(node.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
};

describe("poison", () => {
  it.each(["visitor", "operator"] as const)(
    "[RT20] answers every malformed request of a %s once, with a refusal",
    async (side) => {
      const node = await world.node(generous);
      const witness = await world.visitor(node, world.a);
      const client =
        side === "visitor"
          ? await world.visitor(node, world.a)
          : await world.operator(node, world.a.members.owner);
      const names = Object.keys(side === "visitor" ? visitorRequests : operatorRequests);
      for (const name of names) {
        for (const bad of poison()) {
          const answer = await client.ask(name, bad);
          const { kind, message: why } = answer.ok ? granted : answer.error;
          const expected = ["invalid", "too_large", "not_found", easy.has(name) ? "granted" : ""];
          expect(expected, `${name}: ${why}`).toContain(kind);
          expect(why.length).toBeLessThanOrEqual(300);
        }
      }
      expect(client.socket.connected).toBe(true);
      await isAlive(node, witness);
    },
  );

  it("[RT20] survives requests without acknowledgement, with too many arguments, or with unknown names", async () => {
    const node = await world.node(generous);
    const visitor = await world.visitor(node, world.a);
    for (const name of [
      ...Object.keys(visitorRequests),
      "unknown",
      "__proto__",
      "toString",
      "error",
    ]) {
      visitor.socket.emit(name);
      visitor.socket.emit(name, null);
      visitor.socket.emit(name, {}, {}, "x", 5);
      visitor.socket.emit(name, () => {});
      visitor.socket.emit(
        name,
        { conversationId: anId() },
        () => {},
        () => {},
      );
    }
    await isAlive(node, visitor);
    const stuck = visitor.socket.timeout(300).emitWithAck("conversation.take-over", {});
    await expect(stuck).rejects.toThrow("timed out");
  });

  it.each([
    "4garbage",
    '42/visitor,["half',
    "42/visitor,{}",
    "451-[",
    "9",
    "2",
    "42/elsewhere,[1]",
  ])(
    "[RT20] ends a connection that does not speak the protocol, and only that one: %s",
    async (frame) => {
      const node = await world.node(generous);
      const witness = await world.visitor(node, world.a);
      const url = `${node.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
      const raw = new WebSocket(url);
      const heard: string[] = [];
      raw.addEventListener("message", ({ data }) => void heard.push(String(data)));
      await until(() => expect(heard[0]).toMatch(/^0\{/));
      raw.send(`40/visitor,${JSON.stringify({ key: world.a.key, version: protocolVersion })}`);
      await until(() => expect(heard[1]).toMatch(/^40\/visitor,\{"sid"/));
      raw.send(frame);
      await until(() => expect(raw.readyState).toBe(WebSocket.CLOSED));
      await isAlive(node, witness);
    },
  );

  it("[RT21] refuses what is too long when it fits a frame, and keeps the connection", async () => {
    const node = await world.node();
    const visitor = await world.visitor(node, world.a);
    const id = visitor.session.conversationId;
    const longest = "好".repeat(limits.textLength);
    await visitor.granted("message.post", message(id, longest));
    const answer = await visitor.ask("message.post", message(id, `${longest}x`));
    expect(answer).toMatchObject({ ok: false, error: { kind: "too_large" } });
    const { events } = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 0,
    });
    expect(JSON.stringify(events)).toContain(longest);
    expect(visitor.socket.connected).toBe(true);
  });

  it.each(["websocket", "polling"])(
    "[RT21] ends the connection at a frame of 1 MiB over %s, says so in the log, and serves on",
    async (transport) => {
      const node = await world.node();
      const witness = await world.visitor(node, world.a);
      const visitor = await world.visitor(node, world.a, { transports: [transport] });
      const id = visitor.session.conversationId;
      const giant = message(id, "x".repeat(1024 * 1024));
      const unanswered = visitor.socket.timeout(5_000).emitWithAck("message.post", giant);
      await expect(unanswered).rejects.toThrow(/timed out|disconnected/);
      await until(() => expect(visitor.socket.connected).toBe(false));
      const logged = transport === "websocket" ? "Max payload size exceeded" : "above the limit";
      await until(() => expect(node.lines.some((line) => line.includes(logged))).toBe(true));
      await isAlive(node, witness);
      const { token } = visitor.session;
      const back = await world.visitor(node, world.a);
      const session = await back.granted("session.start", { token, locale: "en" });
      expect(session).toMatchObject({ token, lastSeq: 0 });
    },
  );
});
