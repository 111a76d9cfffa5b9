import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Line, type LineOptions, newLineTally, openLine } from "./line.ts";

let http: ReturnType<typeof createServer>;
let io: Server;
let url: string;
const lines: Line[] = [];

beforeEach(async () => {
  http = createServer();
  io = new Server(http, { pingInterval: 200, pingTimeout: 20_000 });
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const line of lines.splice(0)) line.close();
  await io.close();
});

const open = (options: Partial<LineOptions> = {}) => {
  const tally = newLineTally();
  const heard: [string, string][] = [];
  const line = openLine({
    url,
    namespace: "/visitor",
    auth: { key: "a key" },
    headers: { origin: "https://shop.example.com" },
    from: "127.1.2.3",
    tally,
    onEntered: () => {},
    onEvent: (name, json) => void heard.push([name, json]),
    ...options,
  });
  lines.push(line);
  return { line, tally, heard };
};

test("enters, asks, hears and answers pings of a Socket.IO server", async () => {
  io.of("/visitor").on("connection", (socket) => {
    const { auth, address, headers } = socket.handshake;
    socket.on("who", (body: object, answer: (what: object) => void) => {
      answer({ ok: true, auth, address, origin: headers.origin, body });
    });
    socket.emit("greeting", { words: 'a "quoted" [word]' });
  });
  const { line, tally, heard } = open();
  await expect.poll(() => heard).toEqual([["greeting", '{"words":"a \\"quoted\\" [word]"}']]);
  expect(await line.ask("who", { n: 1 })).toEqual({
    ok: true,
    auth: { key: "a key" },
    address: "127.1.2.3",
    origin: "https://shop.example.com",
    body: { n: 1 },
  });
  // Ten pings: a client that does not answer them would have been cut.
  await expect.poll(() => tally.frames).toBeGreaterThan(12);
  expect(tally).toMatchObject({ entered: 1, lost: 0, silent: 0 });
});

test("[RT26] a request under way is unanswered when the line is lost, and the line comes back", async () => {
  io.of("/visitor").on("connection", (socket) => {
    socket.on("cut me", () => socket.conn.close());
  });
  const { line, tally } = open();
  await expect.poll(() => line.isOpen).toBe(true);
  expect(await line.ask("cut me", {})).toBeNull();
  expect(line.isOpen).toBe(false);
  expect(await line.ask("cut me", {})).toBeNull();
  await expect.poll(() => line.isOpen).toBe(true);
  expect(tally).toMatchObject({ entered: 2, lost: 1 });
});

test("[RT26] a refused handshake is repeated, never before the time that was named", async () => {
  const attemptsMs: number[] = [];
  io.of("/visitor").use((_, next) => {
    attemptsMs.push(performance.now());
    const data = { kind: "overloaded", retryAfterMs: 1_500 };
    next(attemptsMs.length > 1 ? undefined : Object.assign(new Error("no"), { data }));
  });
  const { line, tally } = open();
  await expect.poll(() => line.isOpen).toBe(true);
  const [first = 0, second = 0] = attemptsMs;
  expect(second - first).toBeGreaterThanOrEqual(1_499);
  expect([...tally.refused]).toEqual([["overloaded", 1]]);
});

test("a line on which nothing is heard is given up and opened again", async () => {
  const namespace = io.of("/visitor");
  const { line, tally } = open();
  await expect.poll(() => line.isOpen).toBe(true);
  // Not even pings leave any more, as from a server that is frozen.
  for (const { conn } of namespace.sockets.values())
    Object.assign(conn.transport, { send: () => {} });
  await expect.poll(() => tally).toMatchObject({ silent: 1, entered: 2 });
});
