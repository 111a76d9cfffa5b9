import { type Socket, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type TcpProxy, openTcpProxy } from "./tcp-proxy.ts";

/** An echo behind a proxy, and a connection to it that notes what comes back. */
const openLine = async () => {
  const heard: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    heard.push(socket);
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxy = await openTcpProxy(address.port, { random: () => 0.5 });
  onTestFinished(async () => {
    await proxy[Symbol.asyncDispose]();
    for (const socket of heard) socket.destroy();
    server.close();
  });
  return { proxy, heard, dial: () => dial(proxy) };
};

const dial = async (proxy: TcpProxy) => {
  const socket = connect(proxy.port, "127.0.0.1");
  const line = { socket, text: "", chunks: 0, end: "" };
  socket.on("data", (bytes: Buffer) => {
    line.text += bytes.toString();
    line.chunks += 1;
  });
  socket.on("error", (error: NodeJS.ErrnoException) => (line.end = error.code ?? "error"));
  socket.on("close", () => (line.end ||= "closed"));
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  onTestFinished(() => void socket.destroy());
  return line;
};

test("carries bytes both ways, and an orderly end", async () => {
  const { dial: call } = await openLine();
  const line = await call();
  line.socket.end("hello");
  await expect.poll(() => line.end).toBe("closed");
  expect(line.text).toBe("hello");
});

test("latency delays each byte and keeps the order, and is switched off at run time", async () => {
  const { proxy, dial: call } = await openLine();
  const off = proxy.add({ type: "latency", latencyMs: 150, jitterMs: 50 }, "downstream");
  const line = await call();
  const startedMs = performance.now();
  line.socket.write("a");
  line.socket.write("b");
  await expect.poll(() => line.text).toBe("ab");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(145);
  off();
  line.socket.write("c");
  await expect.poll(() => line.text).toBe("abc");
});

test("bandwidth limits bytes a second", async () => {
  const { proxy, dial: call } = await openLine();
  proxy.add({ type: "bandwidth", bytesPerSecond: 10_000 }, "upstream");
  const line = await call();
  const startedMs = performance.now();
  line.socket.write("x".repeat(3_000));
  await expect.poll(() => line.text.length).toBe(3_000);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(280);
});

test("a half-open link carries nothing, tells nobody, and loses nothing once it is let go", async () => {
  const { proxy, heard, dial: call } = await openLine();
  const line = await call();
  const other = await call();
  line.socket.write("before ");
  await expect.poll(() => line.text).toBe("before ");
  proxy.hold();
  line.socket.write("during ");
  other.socket.destroy();
  await expect.poll(() => other.end).toBe("closed");
  expect(line.text).toBe("before ");
  expect(heard.every((socket) => !socket.destroyed && !socket.readableEnded)).toBe(true);
  proxy.heal();
  await expect.poll(() => line.text).toBe("before during ");
  await expect.poll(() => heard.filter((socket) => socket.readableEnded).length).toBe(1);
});

test("timeout closes a link that carries nothing", async () => {
  const { proxy, dial: call } = await openLine();
  const line = await call();
  proxy.add({ type: "timeout", timeoutMs: 30 }, "downstream");
  await expect.poll(() => line.end).toBe("closed");
});

test("reset_peer resets, also a link that is silent", async () => {
  const { proxy, dial: call } = await openLine();
  const line = await call();
  proxy.add({ type: "reset_peer", timeoutMs: 20 }, "upstream");
  await expect.poll(() => line.end).toBe("ECONNRESET");
});

test("slicer cuts what is said into pieces", async () => {
  const { proxy, dial: call } = await openLine();
  proxy.add({ type: "slicer", bytes: 2, delayMs: 15 }, "downstream");
  const line = await call();
  line.socket.write("abcdef");
  await expect.poll(() => line.text).toBe("abcdef");
  expect(line.chunks).toBe(3);
});

test("limit_data ends a connection after so many bytes", async () => {
  const { proxy, dial: call } = await openLine();
  proxy.add({ type: "limit_data", bytes: 4 }, "downstream");
  const line = await call();
  line.socket.write("abcdef");
  await expect.poll(() => line.end).not.toBe("");
  expect(line.text).toBe("abcd");
});

test("slow_close makes the end late", async () => {
  const { proxy, dial: call } = await openLine();
  proxy.add({ type: "slow_close", delayMs: 120 }, "downstream");
  const line = await call();
  const startedMs = performance.now();
  line.socket.end("bye");
  await expect.poll(() => line.end).toBe("closed");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(115);
});

test("cut resets everybody and refuses until it is healed", async () => {
  const { proxy, dial: call } = await openLine();
  const line = await call();
  proxy.cut();
  await expect.poll(() => line.end).toBe("ECONNRESET");
  const refused = await call();
  await expect.poll(() => refused.end).toBe("ECONNRESET");
  proxy.heal();
  const again = await call();
  again.socket.write("hello");
  await expect.poll(() => again.text).toBe("hello");
});
