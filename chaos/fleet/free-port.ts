import { createServer } from "node:net";

/** A TCP port of the loopback that is free now. Whoever starts a server on it soon gets it. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("TCP gave no port");
  return address.port;
};
