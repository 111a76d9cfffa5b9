import { type IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "socket.io";
import type { GatewayDeps } from "./gateway-deps.ts";

/**
 * Logs and counts connections that break the rules of the transport: too large a frame or body, or no
 * Socket.IO at all. There is nobody to answer then: a websocket is closed with code 1009, a poll gets 413.
 */
export const logBadConnections = (io: Server, { log, metrics }: GatewayDeps): void => {
  const report = (kind: "too_large" | "invalid", reason: string, detail: string) => {
    metrics.refusals.inc({ kind, edge: "socket" });
    log.warn({ kind, reason, detail }, "a connection broke the protocol and was closed");
  };

  const hearClose = (reason: string, description?: Description) => {
    const inner = description?.description;
    const detail = inner instanceof Error ? inner.message : (description?.message ?? "");
    if (/max payload size/i.test(detail)) report("too_large", reason, detail);
    else if (reason === "parse error") report("invalid", reason, detail);
  };
  io.engine.on("connection", (connection: NodeJS.EventEmitter) => {
    connection.on("close", hearClose);
  });

  io.engine.use((_: IncomingMessage, response: object, next: () => void) => {
    // An upgrade has no response to watch.
    if (response instanceof ServerResponse) {
      response.once("finish", () => {
        if (response.statusCode === 413) report("too_large", "polling", "Body above the limit");
      });
    }
    next();
  });
};

/** What Engine.IO says of a close: an error of the transport around that of the websocket. */
type Description = { readonly message?: string; readonly description?: unknown };
