import type { IncomingHttpHeaders } from "node:http";

/**
 * The address a connection comes from. Behind our own proxy that is the last entry of X-Forwarded-For,
 * the one the proxy has added; what stands before it is the client's word and proves nothing.
 */
export const clientAddress = (
  peer: string,
  headers: IncomingHttpHeaders,
  trustProxy: boolean,
): string => {
  if (!trustProxy) return peer;
  const forwarded = [headers["x-forwarded-for"] ?? ""].flat().join(",");
  const last = forwarded.split(",").at(-1)?.trim() ?? "";
  return last === "" ? peer : last;
};
