import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The port, or the address, cannot be had. The message names the fix. */
export class CannotListen extends Error {}

/** Listens and answers the port. Rejects with CannotListen when it is taken or may not be used. */
export const listen = async (http: Server, host: string, port: number): Promise<number> => {
  // Above the 60 s after which load balancers drop an idle connection, so that they drop it first.
  http.keepAliveTimeout = 65_000;
  http.headersTimeout = 20_000;
  http.requestTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(explain(error, host, port));
    http.once("error", onError);
    http.listen({ port, host, backlog }, () => {
      http.off("error", onError);
      resolve();
    });
  });
  return (http.address() as AddressInfo).port;
};

/**
 * Connections the kernel keeps for us while we are busy: when a node dies, all of its clients come to
 * the others within a second, and a proxy takes one that is not let in for dead. The kernel's own limit
 * (net.core.somaxconn, 4096 on Linux) holds as well.
 */
const backlog = 4096;

const explain = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === "EADDRINUSE") {
    return new CannotListen(
      `Port ${port} is in use on ${host}. Stop the program that uses it, or start Xin on another one: PORT=${port + 1} npm start.`,
    );
  }
  if (error.code === "EACCES") {
    return new CannotListen(
      `This user may not listen on port ${port}. Choose a port above 1023, such as PORT=3000.`,
    );
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new CannotListen(
      `This machine has no address ${host}. Set HOST=127.0.0.1, or HOST=0.0.0.0 for every interface.`,
    );
  }
  return error;
};
