import { webLimits } from "./web-limits.ts";

/**
 * One spelling for all addresses of the same page: no fragment, no tracking parameters, the rest of the query
 * in order, and nothing percent-encoded that need not be. Null for what is no web address we would fetch.
 */
export const pageAddress = (raw: string, base?: string): string | null => {
  const url = URL.parse(raw.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  if (url.username !== "" || url.password !== "" || url.hostname === "") return null;
  url.hash = "";
  // "help.example." is the same host as "help.example".
  url.hostname = url.hostname.replace(/\.$/, "");
  url.pathname = url.pathname
    .replaceAll(/%[0-9a-f]{2}/gi, unescapeUnreserved)
    .replaceAll(/\/{2,}/g, "/");
  const kept = [...url.searchParams].filter(([name]) => !tracking.test(name));
  url.search = new URLSearchParams(kept.toSorted(byName)).toString();
  const { href } = url;
  return href.length <= webLimits.urlLength && !repeats(url.pathname) ? href : null;
};

/**
 * An address without what differs between pages a program makes without end, such as the months of a
 * calendar: numbers in the path, and the values of the query.
 */
export const addressShape = (address: string): string => {
  const { pathname, searchParams } = new URL(address);
  const names = [...new Set(searchParams.keys())];
  return `${pathname.replaceAll(/\d+/g, "0")}${names.length > 0 ? `?${names.join("&")}` : ""}`;
};

const tracking =
  /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|_gl|yclid|igshid|phpsessid|sid|jsessionid)$/i;

const byName = ([a]: [string, string], [b]: [string, string]): number =>
  a < b ? -1 : Number(a > b);

const unescapeUnreserved = (escape: string): string => {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
};

/** /a/b/a/b/a/b: relative links gone wrong lead ever deeper. */
const repeats = (path: string): boolean => {
  const segments = path.split("/").filter((segment) => segment !== "");
  const counts = new Map<string, number>();
  for (const segment of segments) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  return segments.length > 20 || Math.max(0, ...counts.values()) > 3;
};
