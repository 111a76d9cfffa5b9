import { type IncomingMessage, ServerResponse } from "node:http";

/**
 * Answers an attempt to connect with 503, before any namespace. A proxy in front then asks another node;
 * it would take Engine.IO's own 400 and 403 for a fault of the client and hand them on.
 */
export const refuseTransport = (request: IncomingMessage, reason: string): void => {
  // Engine.IO puts the response beside a poll's request; an upgrade has none yet.
  const response: unknown = Reflect.get(request, "res");
  if (response instanceof ServerResponse) {
    response.writeHead(503, { "content-type": "text/plain", "retry-after": "1" }).end(reason);
    return;
  }
  const head = [
    "HTTP/1.1 503 Service Unavailable",
    "Connection: close",
    "Content-Type: text/plain",
    "Retry-After: 1",
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ];
  request.socket.end(`${head.join("\r\n")}\r\n\r\n${reason}`);
};
