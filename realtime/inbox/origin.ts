import type { IncomingHttpHeaders } from "node:http";

/**
 * The origin of the page that connects; null when the client names none (it is not a browser). Browsers
 * leave it out of same-origin polls and say so in Sec-Fetch-Site instead.
 */
export const originOf = (headers: IncomingHttpHeaders, publicOrigin: string): string | null => {
  if (headers.origin !== undefined) return headers.origin;
  return headers["sec-fetch-site"] === "same-origin" ? publicOrigin : null;
};

/** Whether a widget may connect from this page. An empty list lets every page, and no page at all. */
export const isAllowedForWidget = (origin: string | null, allowed: readonly string[]): boolean =>
  allowed.length === 0 || (origin !== null && allowed.includes(origin));

/**
 * Whether the console may connect from this page: only from our own origin. When no public address is
 * configured the server runs on somebody's machine, where the loopback has several names.
 */
export const isOurOrigin = (
  origin: string | null,
  { publicOrigin, publicUrl }: { readonly publicOrigin: string; readonly publicUrl: string | null },
): boolean => {
  if (origin === null) return false;
  if (origin === publicOrigin) return true;
  return publicUrl === null && loopbackNames(publicOrigin).includes(origin);
};

const loopbackNames = (publicOrigin: string): string[] => {
  const { protocol, hostname, port } = new URL(publicOrigin);
  if (!loopback.includes(hostname)) return [];
  return loopback.map((name) => `${protocol}//${name}${port === "" ? "" : `:${port}`}`);
};

const loopback = ["127.0.0.1", "localhost", "[::1]"];
