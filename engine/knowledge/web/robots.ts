import { webLimits } from "./web-limits.ts";

/** What a robots.txt (RFC 9309) says to us. */
export type Robots = {
  /** Whether an address may be read. */
  allows(address: string): boolean;
  /** Pause between two requests; null when it names none. Not in the RFC, but widely written. */
  readonly pauseMs: number | null;
  /** Addresses of sitemaps, as written. */
  readonly sitemaps: readonly string[];
};

/** The name we go by in a robots.txt. */
export const robotsName = "xinbot";

/**
 * Reads a robots.txt. The groups that name us hold, together; where none does, those for everybody. The
 * longest matching path decides, Allow where both are as long. A text without a rule for us allows all.
 */
export const parseRobots = (text: string): Robots => {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let names: string[] = [];
  let group: Group | null = null;
  for (const line of text.split(/\r\n?|\n/)) {
    const [key, value] = fieldOf(line);
    if (key === "sitemap") sitemaps.push(value);
    if (key === "user-agent") {
      // Names that follow one another share the rules after them.
      if (group !== null) names = [];
      group = null;
      names.push(value.toLowerCase().replace(/[^a-z_*-].*$/, ""));
    }
    if (names.length === 0 || !/^(?:allow|disallow|crawl-delay)$/.test(key)) continue;
    if (group === null) groups.push((group = { names, rules: [], pauseMs: null }));
    if (key === "crawl-delay") group.pauseMs = pauseOf(value) ?? group.pauseMs;
    // An empty Disallow forbids nothing.
    else if (value !== "") group.rules.push({ allows: key === "allow", path: encoded(value) });
  }
  const own = groups.filter((one) => one.names.includes(robotsName));
  const chosen = own.length > 0 ? own : groups.filter((one) => one.names.includes("*"));
  const rules = chosen
    .flatMap((one) => one.rules)
    .toSorted((a, b) => b.path.length - a.path.length || Number(b.allows) - Number(a.allows));
  const pauses = chosen.flatMap(({ pauseMs }) => (pauseMs === null ? [] : [pauseMs]));
  return {
    allows: (address) => {
      const { pathname, search } = new URL(address);
      const path = encoded(`${pathname}${search}`);
      return (
        path === "/robots.txt" || (rules.find((rule) => matches(rule.path, path))?.allows ?? true)
      );
    },
    pauseMs: pauses.length === 0 ? null : Math.max(...pauses),
    sitemaps,
  };
};

type Group = {
  readonly names: readonly string[];
  readonly rules: { readonly allows: boolean; readonly path: string }[];
  pauseMs: number | null;
};

const fieldOf = (line: string): readonly [string, string] => {
  const [field = ""] = line.split("#", 1);
  const colon = field.indexOf(":");
  if (colon < 0) return ["", ""];
  return [field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim()];
};

const pauseOf = (value: string): number | null => {
  const seconds = Number(value);
  if (value === "" || !Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(seconds * 1000, webLimits.longestPauseMs);
};

/** Both sides in one spelling: what must be percent-encoded is, in capitals; the rest is not. */
const encoded = (path: string): string =>
  path
    .replaceAll(/[^\u0021-\u007e]/gu, (character) => encodeURIComponent(character.toWellFormed()))
    .replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
      const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
    });

/** `*` is anything, `$` at the end is the end. Walks once through the path, whatever the pattern. */
const matches = (pattern: string, path: string): boolean => {
  const isWhole = pattern.endsWith("$");
  const [first = "", ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split("*");
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const found = isLast && isWhole ? path.lastIndexOf(part) : path.indexOf(part, at);
    if (found < at || (isLast && isWhole && found + part.length !== path.length)) return false;
    at = found + part.length;
  }
  return !isWhole || at === path.length;
};
