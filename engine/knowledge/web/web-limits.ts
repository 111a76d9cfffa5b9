/** What one fetch, one crawl and one tenant may take. Each has a reason code in web-failure.ts or a refusal. */
export const webLimits = {
  /** Longest address; the schema has the same number. */
  urlLength: 1000,
  connectMs: 5000,
  /** To the first byte of an answer, and between two pieces of it. */
  silenceMs: 10_000,
  /** One request, once it is our turn. */
  wholeMs: 30_000,
  /** Redirects followed for one address. */
  redirects: 5,
  /** A page as text, decompressed. */
  pageBytes: 5 * 1024 * 1024,
  /** A PDF: as large as a source may be. */
  documentBytes: 20 * 1024 * 1024,
  /** What sitemaps.org allows a sitemap, decompressed. */
  sitemapBytes: 50 * 1024 * 1024,
  /** As much of a robots.txt as RFC 9309 asks to be read; the rest is left out. */
  robotsBytes: 500 * 1024,
  /** Entries of one sitemap, as sitemaps.org has it. */
  sitemapEntries: 50_000,
  /** Sitemaps of one site, the index files counted. */
  sitemaps: 100,
  /** Links taken from one page. */
  linksOfPage: 2000,
  /** Requests to one host at the same time, from this process. */
  requestsAtOnce: 2,
  /** Between the beginnings of two requests to a host whose robots.txt names no pause. */
  pauseMs: 100,
  /** A longer pause than this in a robots.txt is taken for this. */
  longestPauseMs: 30_000,
  /** A longer Retry-After than this is not waited for. */
  longestRetryAfterMs: 3_600_000,
  /** Tries of one page in one crawl, when its failure may pass. */
  attempts: 3,
  /** The server's own failures in a row after which the site is left alone. */
  failuresInARow: 12,
  /** Addresses that differ in the values of their query only. */
  queryVariants: 30,
  /** Addresses that differ in the numbers of their path only. */
  numberVariants: 300,
  /** A slice of a crawl: short, so that others get their turn and little is lost with a process. */
  sliceMs: 15_000,
  /** How long a dead slice keeps its site; one that lives says so three times as often. */
  leaseMs: 40_000,
  crawlMs: 24 * 3_600_000,
  pagesOfSite: 2000,
  sitesOfTenant: 100,
} as const;
