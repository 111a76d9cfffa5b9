import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { Backend } from "./backend.ts";
import { Hub, type HubOptions } from "./hub.ts";

/** A running wire. */
export type Wire = { readonly hub: Hub; close(): Promise<void> };

/** Serves PGlite on a unix socket that only this user may open. */
export const serveWire = async (
  pglite: PGlite,
  socketPath: string,
  options: HubOptions,
): Promise<Wire> => {
  const backend = new Backend(pglite, ({ channel, bytes }) => hub.notify(channel, bytes));
  const hub = new Hub(backend, options);
  const server = createServer((socket) => hub.accept(socket));
  await mkdir(dirname(socketPath), { recursive: true, mode: 0o700 });
  await rm(socketPath, { force: true });
  // The socket is born with mode 0600: there is no moment in which others could open it.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socketPath, resolve);
    });
  } finally {
    process.umask(umask);
  }
  return {
    hub,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        hub.closeAll();
      }),
  };
};
