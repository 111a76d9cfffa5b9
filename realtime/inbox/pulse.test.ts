import { createServer } from "node:http";
import type { AddressInfo, Socket as NetSocket } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterEach, expect, it } from "vitest";
import { startPulse } from "./pulse.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  while (undo.length > 0) await undo.pop()?.();
});

const everyMs = 100;

/** A client by some transport of a server with a pulse, and the packets of Engine.IO it has heard. */
const open = async (
  transport: "websocket" | "polling",
): Promise<{ server: Server; client: Socket; heard: string[] }> => {
  const http = createServer();
  const server = new Server(http, {
    transports: ["websocket", "polling"],
    pingInterval: everyMs,
    pingTimeout: 2_000,
  });
  const pulse = startPulse(everyMs);
  undo.push(() => server.close(), pulse.close);
  server.engine.on("connection", pulse.add);
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}`, { transports: [transport] });
  undo.push(() => client.close());
  const heard: string[] = [];
  client.io.on("open", () => {
    client.io.engine.on("packet", ({ type }) => void heard.push(type));
  });
  await new Promise<void>((resolve) => void client.once("connect", () => resolve()));
  return { server, client, heard };
};

const count = (heard: readonly string[], type: string) =>
  heard.filter((each) => each === type).length;

it.each(["websocket", "polling"] as const)(
  "[RT31] a client hears a pulse each time, and every fifth time a ping that it answers, by %s",
  async (transport) => {
    const { server, client, heard } = await open(transport);
    const [connection] = [...server.sockets.sockets.values()].map(({ conn }) => conn);
    const answered: string[] = [];
    connection?.on("packet", ({ type }: { type: string }) => void answered.push(type));
    await expect.poll(() => count(heard, "ping"), { timeout: 5_000 }).toBeGreaterThan(1);
    expect(count(heard, "noop")).toBeGreaterThan(2 * count(heard, "ping"));
    await expect.poll(() => count(answered, "pong")).toBeGreaterThan(1);
    expect(client.connected).toBe(true);
  },
);

it("[RT31] a client that does not answer pings is cut", async () => {
  const { server, client } = await open("websocket");
  const [connection] = [...server.sockets.sockets.values()].map(({ conn }) => conn);
  Object.assign(client.io.engine, { sendPacket: () => {}, _sendPacket: () => {} });
  const closed = new Promise((resolve) => connection?.once("close", resolve));
  expect(await closed).toBe("ping timeout");
});

it("nothing is added to what a client has not read yet", async () => {
  const { server, heard } = await open("websocket");
  const [connection] = [...server.sockets.sockets.values()].map(({ conn }) => conn);
  const transport = connection?.transport as unknown as { socket: { _socket: NetSocket } };
  // Nothing leaves: as when the network takes no more.
  const { _socket: network } = transport.socket;
  network.cork();
  undo.push(() => network.uncork());
  server.emit("something");
  const { writeBuffer } = connection as unknown as { writeBuffer: unknown[] };
  heard.length = 0;
  await new Promise((resolve) => void setTimeout(resolve, 4 * everyMs));
  expect(heard).toEqual([]);
  expect(writeBuffer).toHaveLength(1);
});
