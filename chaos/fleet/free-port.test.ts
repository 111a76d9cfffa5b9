import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { claimAddress, freePort } from "./free-port.ts";

const listenOn = async (port: number, host: string) => {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  return {
    [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())),
  };
};

it("gives a port a server can have, again after it has ended", async () => {
  const port = await freePort();
  await (await listenOn(port, "127.0.0.1"))[Symbol.asyncDispose]();
  await using again = await listenOn(port, "127.0.0.1");
  expect(again).toBeDefined();
});

it("gives none that outgoing connections get, and none twice", async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, freePort));
  expect(new Set(ports).size).toBe(100);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it("keeps others who ask the same way off its ports", async () => {
  const port = await freePort();
  await expect(listenOn(port, claimAddress)).rejects.toThrow("EADDRINUSE");
});
