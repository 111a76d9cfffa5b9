import { type IncomingMessage, ServerResponse } from "node:http";

/** Why an attempt to connect is refused before any namespace, and the status that says so. */
export type TransportRefusal = keyof typeof statuses;

/**
 * Answers an attempt to connect, before any namespace. After a 503 a proxy in front asks another node (it
 * would take Engine.IO's own 400 and 403 for a fault of the client and hand them on). A 429 it hands on:
 * in a rush every node is busy, and asking them all would make it worse.
 */
export const refuseTransport = (request: IncomingMessage, reason: TransportRefusal): void => {
  const { code, text } = statuses[reason];
  // Engine.IO puts the response beside a poll's request; an upgrade has none yet.
  const response: unknown = Reflect.get(request, "res");
  if (response instanceof ServerResponse) {
    response.writeHead(code, { "content-type": "text/plain", "retry-after": "1" }).end(reason);
    return;
  }
  const head = [
    `HTTP/1.1 ${code} ${text}`,
    "Connection: close",
    "Content-Type: text/plain",
    "Retry-After: 1",
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ];
  request.socket.end(`${head.join("\r\n")}\r\n\r\n${reason}`);
};

const statuses = {
  draining: { code: 503, text: "Service Unavailable" },
  "too many connections": { code: 503, text: "Service Unavailable" },
  "too many at once": { code: 429, text: "Too Many Requests" },
} as const;
