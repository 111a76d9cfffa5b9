import type { SiteMode } from "#db/reads/sites.ts";
import type { SiteSettings } from "#db/writes/sites.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import { pageAddress } from "./page-address.ts";
import { folderOf, inScope } from "./site-scope.ts";
import { webLimits } from "./web-limits.ts";

/** A site to learn from. */
export type NewSiteInput = {
  /** Where the crawl begins; without http:// or https://, https is taken. */
  readonly url: string;
  /** `auto` unless given. */
  readonly mode?: Exclude<SiteMode, "page">;
  /** Links from the first page a page may be away; 5 unless given, at most 20. */
  readonly maxDepth?: number;
  /** 500 unless given, at most 2,000. */
  readonly maxPages?: number;
  /** Only pages whose path begins so; the folder of the first page unless given. */
  readonly pathPrefix?: string | null;
  /** Hours from one crawl to the next; 24 unless given, null for never. */
  readonly intervalHours?: number | null;
};

/** One page to learn from. */
export type NewUrlInput = Pick<NewSiteInput, "url" | "intervalHours">;

/** Checks a site and fills in what was not said. Throws ActionRefused `invalid`. */
export const checkSite = (input: NewSiteInput): SiteSettings => {
  const { url, host, folder } = checkAddress(input.url);
  const site = {
    url,
    host,
    mode: input.mode ?? "auto",
    maxDepth: whole("The depth", input.maxDepth ?? 5, [0, 20]),
    maxPages: whole("The number of pages", input.maxPages ?? 500, [1, webLimits.pagesOfSite]),
    pathPrefix: checkPrefix(input.pathPrefix ?? folder),
    intervalHours: checkInterval(input.intervalHours),
  };
  if (inScope(site, url)) return site;
  throw refuse("The first page must lie under the path that pages must begin with.");
};

/** Checks a page. Throws ActionRefused `invalid`. */
export const checkUrl = (input: NewUrlInput): SiteSettings => {
  const { url, host } = checkAddress(input.url);
  const intervalHours = checkInterval(input.intervalHours);
  return { url, host, mode: "page", maxDepth: 0, maxPages: 1, pathPrefix: "/", intervalHours };
};

const checkAddress = (raw: string) => {
  const text = raw.trim();
  const url = pageAddress(/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text : `https://${text}`);
  if (url === null) {
    throw refuse(
      `Give the address of a web page, such as https://help.example.com, with no user name in it and at most ${webLimits.urlLength} characters.`,
    );
  }
  return { url, host: new URL(url).host, folder: folderOf(url) };
};

const checkPrefix = (prefix: string): string => {
  const path = URL.parse(prefix, "http://host/")?.pathname;
  if (prefix.startsWith("/") && !prefix.startsWith("//") && path && path.length <= 500) return path;
  throw refuse("The path that pages must begin with starts with a slash, such as /help/.");
};

const checkInterval = (hours: number | null | undefined): number | null =>
  hours === null ? null : whole("The pause between crawls, in hours,", hours ?? 24, [1, 8760]);

const whole = (what: string, value: number, [least, most]: readonly [number, number]): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw refuse(`${what} must be a whole number from ${least} to ${most}.`);
};

const refuse = (message: string): ActionRefused => new ActionRefused({ kind: "invalid", message });
