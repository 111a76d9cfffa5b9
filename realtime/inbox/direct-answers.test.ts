import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterEach, expect, it } from "vitest";
import { answerDirectly } from "./direct-answers.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  while (undo.length > 0) await undo.pop()?.();
});

type Answering = (answer: object) => void;

/** A client by some transport of a server that answers every request with `answer`. */
const open = async (
  transport: "websocket" | "polling",
  answer: (ack: Answering, ...args: unknown[]) => void,
): Promise<Socket> => {
  const http = createServer();
  const server = new Server(http, { transports: ["websocket", "polling"] });
  undo.push(() => server.close());
  server.of("/inbox").on("connection", (socket) => {
    answerDirectly(socket);
    socket.onAny((name: string, ...args: unknown[]) => {
      const ack = args.at(-1);
      if (typeof ack === "function") answer(ack as Answering, name, ...args.slice(0, -1));
    });
  });
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}/inbox`, { transports: [transport] });
  undo.push(() => client.close());
  await new Promise<void>((resolve) => void client.once("connect", () => resolve()));
  return client;
};

it.each(["websocket", "polling"] as const)("answers what was asked, by %s", async (transport) => {
  const client = await open(transport, (ack, ...asked) => ack({ asked }));
  const texts = ["a", "é漢🙂", "x".repeat(125), "y".repeat(70_000)];
  const answers = await Promise.all(texts.map((text) => client.emitWithAck("say", { text })));
  expect(answers).toEqual(texts.map((text) => ({ asked: ["say", { text }] })));
});

it("answers a request once", async () => {
  const client = await open("websocket", (ack) => {
    ack({ first: true });
    ack({ first: false });
  });
  const heard: unknown[] = [];
  client.io.engine.on("message", (text) => heard.push(text));
  expect(await client.emitWithAck("say")).toEqual({ first: true });
  await client.emitWithAck("say");
  expect(heard).toHaveLength(2);
});

it("keeps the order of answers and events, whoever writes them", async () => {
  const http = createServer();
  const server = new Server(http, { transports: ["websocket"] });
  undo.push(() => server.close());
  server.of("/inbox").on("connection", (socket) => {
    answerDirectly(socket);
    socket.onAny((_, turn: number, ack: Answering) => {
      // Large enough that the network takes it in pieces.
      socket.emit("said", turn, "z".repeat(200_000));
      ack({ turn });
    });
  });
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}/inbox`, { transports: ["websocket"] });
  undo.push(() => client.close());
  const order: string[] = [];
  client.on("said", (turn: number) => order.push(`event ${turn}`));
  const turns = Array.from({ length: 20 }, (_, turn) => turn);
  const ask = async (turn: number) => {
    await client.emitWithAck("say", turn);
    order.push(`answer ${turn}`);
  };
  await Promise.all(turns.map(ask));
  expect(order).toEqual(turns.flatMap((turn) => [`event ${turn}`, `answer ${turn}`]));
});
