import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on a free port of the loopback and answers host and port. */
export const listenOnLoopback = async (http: Server): Promise<string> => {
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(http.address() as AddressInfo).port}`;
};
