import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { writeNginxConfig } from "../../deploy/nginx/render-config.ts";
import { listenOnLoopback } from "../fakes/listen-on-loopback.ts";
import { type TcpGate, openTcpGate } from "../fakes/tcp-gate.ts";
import { hasNginx, startNginx } from "../support/start-nginx.ts";
import {
  type ClientOptions,
  type Node,
  type Visitor,
  type World,
  message,
  openWorld,
  until,
} from "./gateway-world.ts";

const run = promisify(execFile);
const title = hasNginx ? "behind nginx" : "behind nginx (needs nginx)";

describe.skipIf(!hasNginx)(title, () => {
  let world: World;
  const open: (() => unknown)[] = [];
  beforeAll(async () => void (world = await openWorld()));
  afterEach(async () => {
    await world.tidy();
    for (const close of open.splice(0).toReversed()) await close();
  });
  afterAll(() => world.close());

  /** A node of its own and a gate before it: shut like a killed node, or frozen like one in SIGSTOP. */
  const aNode = async (env?: Record<string, string>) => {
    const node = await world.node(env === undefined ? {} : { env });
    const gate = await openTcpGate(node.url);
    open.push(() => gate.close());
    return { node, gate };
  };

  /** nginx before the nodes, as a node that is reached through it. */
  const front = async (nodes: readonly { gate: TcpGate; node: Node }[]): Promise<Node> => {
    const nginx = await startNginx(nodes.map(({ gate }) => gate.url));
    open.push(() => nginx[Symbol.asyncDispose]());
    const [first] = nodes;
    if (first === undefined) throw new Error("no node");
    return { ...first.node, url: nginx.url };
  };

  it("takes the whole config, with and without a certificate", async () => {
    const folder = await mkdtemp(join(tmpdir(), "xin-nginx-t-"));
    open.push(() => rm(folder, { recursive: true, force: true }));
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = "-x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost".split(" ");
    await run("openssl", ["req", ...subject, "-keyout", key, "-out", certificate]);
    const plan = {
      folder,
      listen: "127.0.0.1:18080",
      realtime: ["127.0.0.1:3001", "127.0.0.1:3002"],
      app: ["127.0.0.1:3000"],
    };
    for (const tls of [undefined, { listen: "127.0.0.1:18443", certificate, key }]) {
      const config = await writeNginxConfig({ ...plan, ...(tls !== undefined && { tls }) });
      const { stderr } = await run("nginx", ["-e", "stderr", "-t", "-c", config]);
      expect(stderr).toContain("test is successful");
      expect(stderr).not.toMatch(/\[(warn|emerg)\]/);
    }
  });

  it.each([
    ["a websocket", { transports: ["websocket"] }],
    ["polls", { transports: ["polling"] }],
    ["polls that become a websocket", { transports: ["polling", "websocket"] }],
  ] satisfies [string, ClientOptions][])("[RT2] carries a widget over %s", async (_, options) => {
    const nginx = await front([await aNode(), await aNode()]);
    const visitor = await world.visitor(nginx, world.a, options);
    const id = visitor.session.conversationId;
    await visitor.granted<MessagePostAck>("message.post", message(id, "x".repeat(15_000)));
    await until(() => expect(visitor.heard("events.appended")).not.toEqual([]));
    const last = options.transports.at(-1);
    await until(() => expect(visitor.socket.io.engine.transport.name).toBe(last));
    // Silent for longer than nginx waits for a word: the pings keep it open.
    await new Promise((resolve) => void setTimeout(resolve, 4_000));
    expect(visitor.socket.connected).toBe(true);
    const page = await visitor.granted<EventsFetchAck>("events.fetch", {
      conversationId: id,
      after: 0,
    });
    expect(page.lastSeq).toBeGreaterThan(0);
  });

  it("spreads sockets over the nodes and leaves a killed one at once", async () => {
    const [left, right] = [await aNode(), await aNode()];
    const nginx = await front([left, right]);
    const clients: Visitor[] = [];
    for (let turn = 0; turn < 6; turn += 1) clients.push(await world.visitor(nginx, world.a));
    expect(left.node.gateway.stats().visitors).toBe(3);
    expect(right.node.gateway.stats().visitors).toBe(3);
    left.gate.cut();
    await until(() => expect(clients.filter(({ socket }) => socket.connected)).toHaveLength(3));
    for (let turn = 0; turn < 6; turn += 1) await world.visitor(nginx, world.a, { timeout: 1_500 });
    expect(right.node.gateway.stats().visitors).toBe(9);
  });

  it("[RT11] leaves a frozen node: open sockets are closed, attempts move on", async () => {
    const bus = makeMemoryBus(pino({ level: "silent" }));
    open.push(() => bus.close());
    const [left, right] = [await aNode(), await aNode()];
    const nginx = await front([left, right]);
    const stuck = [await world.visitor(nginx, world.a), await world.visitor(nginx, world.a)];
    left.gate.freeze();
    // Patience of nginx is 3 s; one second more for a busy machine.
    const attempt = await Promise.all([
      world.visitor(nginx, world.a, { timeout: 4_000 }),
      world.visitor(nginx, world.a, { timeout: 4_000 }),
    ]);
    expect(attempt.every(({ socket }) => socket.connected)).toBe(true);
    await until(
      () => expect(stuck.filter(({ socket }) => socket.connected)).toHaveLength(1),
      5_000,
    );
    // It is back the moment it answers again: nobody holds the freeze against it.
    left.gate.open();
    const before = left.node.gateway.stats().visitors;
    for (let turn = 0; turn < 4; turn += 1) await world.visitor(nginx, world.a);
    expect(left.node.gateway.stats().visitors - before).toBeGreaterThanOrEqual(2);
  });

  it("[RT26] takes an attempt to connect from a node that stops to the next one", async () => {
    const [left, right] = [await aNode(), await aNode()];
    const nginx = await front([left, right]);
    await left.node.gateway.drain({ withinMs: 0 });
    for (const transport of ["websocket", "polling"]) {
      const direct = await fetch(`${left.node.url}/socket.io/?EIO=4&transport=polling`);
      expect([direct.status, await direct.text()]).toEqual([503, "draining"]);
      for (let turn = 0; turn < 3; turn += 1) {
        await world.visitor(nginx, world.a, { transports: [transport], timeout: 1_500 });
      }
    }
    expect(right.node.gateway.stats().visitors).toBe(6);
  });

  it("[RT22] tells the nodes where a client really is, whatever it claims", async () => {
    const node = await world.node({
      env: { XIN_TRUST_PROXY: "1" },
      limits: { handshakesPerAddress: { burst: 2, perSecond: 0.01 } },
    });
    const gate = await openTcpGate(node.url);
    open.push(() => gate.close());
    const nginx = await front([{ node, gate }]);
    const from = (localAddress: string, claimed: string) =>
      world.visitor(nginx, world.a, {
        localAddress,
        extraHeaders: { "x-forwarded-for": claimed },
      } as ClientOptions);
    await from("127.0.0.2", "10.0.0.1");
    await from("127.0.0.2", "10.0.0.2");
    await expect(from("127.0.0.2", "10.0.0.3")).rejects.toThrow("overloaded");
    await from("127.0.0.3", "10.0.0.1");
  });

  it("lets a thousand clients of one address connect at the same moment", async () => {
    const node = await listenOnLoopback(createServer((_, response) => void response.end()));
    open.push(() => node.close());
    const nginx = await startNginx([node.url]);
    open.push(() => nginx[Symbol.asyncDispose]());
    const storm = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const answer = await fetch(`${nginx.url}/socket.io/?EIO=4&transport=polling`);
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    expect(new Set(storm)).toEqual(new Set([200]));
  });

  it("keeps what is not for the world inside", async () => {
    const nginx = await front([await aNode()]);
    expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404);
  });
});
