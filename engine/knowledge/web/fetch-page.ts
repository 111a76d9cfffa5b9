import { fetch, type Agent, type Response } from "undici";
import { fetchFailure } from "./fetch-failure.ts";
import { pageAddress } from "./page-address.ts";
import { readBody } from "./response-body.ts";
import { statusFailure } from "./status-failure.ts";
import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/** What a fetch works with. */
export type FetchDeps = {
  /** From guarded-agent.ts: what it will not connect to is never connected to. */
  readonly agent: Agent;
  readonly userAgent: string;
  /** Waits until the host of an address may be asked, and answers how to say that the answer is here. */
  readonly turn: (address: string, signal: AbortSignal) => Promise<() => void>;
};

/** One address to fetch. */
export type PageRequest = {
  readonly url: string;
  /** What is taken, by media type: each has a limit of its own. */
  readonly accepts: "pages" | "sitemaps" | "robots";
  /** Of the answer before: the server may say that nothing changed. */
  readonly etag?: string | null;
  readonly lastModified?: string | null;
  readonly signal?: AbortSignal;
};

/** What a server answered. `url` is the address after redirects, in one spelling. */
export type PageAnswer = {
  readonly url: string;
  /** Null when nothing changed since. */
  readonly content: {
    readonly bytes: Uint8Array;
    /** Media type without parameters, in lower case; empty when none was named. */
    readonly mime: string;
    readonly charset: string | null;
  } | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** X-Robots-Tag forbids to keep it. */
  readonly noindex: boolean;
};

/**
 * Fetches an address with at most five redirects, each of which is checked like the first. Rejects with
 * WebFailure when it cannot be had, and with the signal's reason when that ends it. Time is limited to the
 * connection, to silence and as a whole; size after decompression; no script is run and no cookie kept.
 */
export const fetchPage = async (deps: FetchDeps, request: PageRequest): Promise<PageAnswer> => {
  const signal = request.signal ?? new AbortController().signal;
  const seen = new Set<string>();
  let url = request.url;
  for (let hops = 0; hops <= webLimits.redirects && !seen.has(url); hops++) {
    seen.add(url);
    try {
      const answer = await oneHop(deps, request, url, signal);
      if (typeof answer !== "string") return answer;
      url = answer;
    } catch (error) {
      signal.throwIfAborted();
      throw fetchFailure(error, hops);
    }
  }
  throw new WebFailure({ reason: "redirect_loop", detail: url.slice(0, 400) });
};

/** The answer, or the address it redirects to. */
const oneHop = async (
  deps: FetchDeps,
  request: PageRequest,
  url: string,
  signal: AbortSignal,
): Promise<PageAnswer | string> => {
  const done = await deps.turn(url, signal);
  try {
    // Waiting for our turn is not the server's time.
    const limited = AbortSignal.any([signal, AbortSignal.timeout(webLimits.wholeMs)]);
    const response = await ask(deps, request, url, limited);
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
      return await answerOf(response, url, request);
    }
    await response.body?.cancel();
    return redirectTarget(location, url);
  } finally {
    done();
  }
};

const ask = (
  { agent, userAgent }: FetchDeps,
  { etag, lastModified, accepts }: PageRequest,
  url: string,
  signal: AbortSignal,
): Promise<Response> =>
  fetch(url, {
    dispatcher: agent,
    redirect: "manual",
    signal,
    headers: {
      "user-agent": userAgent,
      accept: accepts === "pages" ? pageTypes : "*/*",
      ...(etag ? { "if-none-match": etag } : {}),
      ...(lastModified ? { "if-modified-since": lastModified } : {}),
    },
  });

const pageTypes =
  "text/html, application/xhtml+xml, text/markdown, text/plain;q=.9, application/pdf;q=.8";

/** Only to what an address may be: no other protocol, no user name. As written: a server may need it so. */
const redirectTarget = (location: string, from: string): string => {
  const url = URL.parse(location, from);
  if (url !== null && pageAddress(url.href) !== null) {
    url.hash = "";
    return url.href;
  }
  throw new WebFailure({ reason: "address_invalid", detail: "It redirects to no web address" });
};

const answerOf = async (
  response: Response,
  url: string,
  { accepts }: PageRequest,
): Promise<PageAnswer> => {
  const { status, headers } = response;
  const known = {
    url: pageAddress(url) ?? url,
    etag: fit(headers.get("etag"), 1000),
    lastModified: fit(headers.get("last-modified"), 100),
    noindex: /\b(?:noindex|none)\b/i.test(headers.get("x-robots-tag") ?? ""),
  };
  const type = (headers.get("content-type") ?? "").toLowerCase();
  const mime = (type.split(";")[0] ?? "").trim();
  const maxBytes = accepts === "pages" ? limitOf(mime) : limits[accepts];
  const isWanted = status === 200 && maxBytes !== null;
  if (!isWanted) await response.body?.cancel();
  if (status === 304) return { ...known, content: null };
  if (status !== 200) throw statusFailure(status, headers.get("retry-after"));
  if (maxBytes === null) throw new WebFailure({ reason: "not_text", detail: mime.slice(0, 100) });
  const bytes = await readBody(response, maxBytes);
  const charset = /charset\s*=\s*["']?([\w.:-]{1,40})/.exec(type)?.[1] ?? null;
  return { ...known, content: { bytes, mime, charset } };
};

const limits = { sitemaps: webLimits.sitemapBytes, robots: webLimits.robotsBytes } as const;

/** How large a page of a type may be; null when the type is none we read. The bytes decide later what it is. */
const limitOf = (mime: string): number | null => {
  if (mime === "application/pdf") return webLimits.documentBytes;
  return readable.has(mime) ? webLimits.pageBytes : null;
};

const readable: ReadonlySet<string> = new Set([
  "",
  "text/html",
  "application/xhtml+xml",
  "text/plain",
  "text/markdown",
  "text/x-markdown",
]);

const fit = (header: string | null, length: number): string | null =>
  header !== null && header.length <= length ? header : null;
