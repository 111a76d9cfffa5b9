import type { DrillClientOptions } from "./drill-client.ts";

/**
 * Makes a client connect from an address of its own, such as `127.0.3.7`: all of 127.0.0.0/8 is the
 * loopback. The types of Socket.IO leave out the option, which its websocket takes.
 */
export const fromAddress = (localAddress: string): DrillClientOptions["socket"] =>
  ({ localAddress }) as DrillClientOptions["socket"];
