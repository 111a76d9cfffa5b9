import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { Server, type Socket } from "socket.io";
import { io } from "socket.io-client";
import { expect, it, onTestFinished, vi } from "vitest";
import { cut } from "./backlog.ts";

it("[RT24] cuts a reader that came by polling and went on by websocket", async () => {
  const http = createServer();
  const server = new Server(http, { pingInterval: 60_000 });
  onTestFinished(() => server.close());
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const upgraded = new Promise<Duplex>((resolve) => {
    http.on("upgrade", (_request, socket) => resolve(socket));
  });
  const connected = new Promise<Socket>((resolve) => void server.on("connection", resolve));

  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}`, {
    transports: ["polling", "websocket"],
    reconnection: false,
  });
  onTestFinished(() => void client.close());
  const socket = await connected;
  if (socket.conn.transport.name !== "websocket") await once(socket.conn, "upgrade");
  const raw = await upgraded;

  const gone = once(socket, "disconnect");
  cut(socket);
  await gone;
  // At once, without waiting for a client that may never read again.
  expect(raw.destroyed).toBe(true);
  await vi.waitFor(() => expect(client.connected).toBe(false));
});
