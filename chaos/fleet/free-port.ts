import { randomInt } from "node:crypto";
import { type Server, createServer } from "node:net";

/**
 * A TCP port of the loopback for a server of ours on 127.0.0.1, also when it is killed and started again.
 * No outgoing connection gets it, since the system gives those ports from 32768 on, and nobody else who
 * asks here does while this process lives.
 */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const port = randomInt(firstPort, endPort);
    const claim = await listen(port, claimAddress);
    if (claim === "taken") continue;
    const trial = await listen(port, "127.0.0.1");
    if (trial === "taken") {
      await close(claim);
      continue;
    }
    await close(trial);
    return port;
  }
  throw new Error(`No free TCP port between ${firstPort} and ${endPort} was found.`);
};

/** Where nothing of ours listens: a claim here is in nobody's way, and ends with this process. */
export const claimAddress = "127.255.255.254";

const firstPort = 20_000;
const endPort = 32_000;
const mostAttempts = 200;

const listen = async (port: number, host: string): Promise<Server | "taken"> => {
  const server = createServer().unref();
  const { promise, resolve, reject } = Promise.withResolvers<Server | "taken">();
  server.once("error", (error) => {
    if ("code" in error && error.code === "EADDRINUSE") resolve("taken");
    else reject(error);
  });
  server.listen(port, host, () => resolve(server));
  return promise;
};

const close = (server: Server) => new Promise((resolve) => void server.close(resolve));
