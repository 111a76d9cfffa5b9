import type { Socket } from "socket.io";

/**
 * Lets go of the headers and credentials of a handshake that was granted: they would stay as long as the
 * connection. What a proxy says of the address is kept, since new visitors are counted by it.
 */
export const forgetHandshake = ({ handshake, request }: Pick<Socket, "handshake" | "request">) => {
  const forwarded = handshake.headers["x-forwarded-for"];
  const headers = forwarded === undefined ? none : { "x-forwarded-for": forwarded };
  Object.assign(handshake, { headers, auth: none, query: none });
  Object.assign(request, { headers, rawHeaders: [] });
};

const none = Object.freeze({});
