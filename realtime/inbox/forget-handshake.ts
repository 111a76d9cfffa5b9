import type { Socket } from "socket.io";

/**
 * Lets go of the request, the headers and the credentials of a handshake that was granted: they would stay
 * as long as the connection. What a proxy says of the address is kept, since new visitors are counted by
 * it, and for another namespace of the same connection.
 */
export const forgetHandshake = ({ handshake, conn }: Pick<Socket, "handshake" | "conn">) => {
  const forwarded = handshake.headers["x-forwarded-for"];
  const headers = forwarded === undefined ? none : { "x-forwarded-for": forwarded };
  Object.assign(handshake, { headers, auth: none, query: none });
  Object.assign(conn, { request: { headers, connection: none, url: handshake.url, _query: none } });
};

const none = Object.freeze({});
