import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id, Locale } from "#contract/ids.ts";
import { workingStates } from "#db/reads/knowledge.ts";
import { pageStates, siteModes, siteStates } from "#db/reads/sites.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Site = Schema.Struct({
  id: Id,
  url: Schema.String,
  host: Schema.String,
  /** `page` for a single page; `auto` takes the sitemap where there is one and links elsewhere. */
  mode: Schema.Literals(siteModes),
  maxDepth: Schema.Int,
  maxPages: Schema.Int,
  pathPrefix: Schema.String,
  state: Schema.Literals(siteStates),
  failureReason: Schema.NullOr(Schema.String),
  failureDetail: Schema.NullOr(Schema.String),
  /** Why not all that was found is here: `page_limit` or `endless_pages`. */
  note: Schema.NullOr(Schema.String),
  crawl: Schema.Int,
  counts: Schema.Struct({
    found: Schema.Int,
    waiting: Schema.Int,
    fetched: Schema.Int,
    added: Schema.Int,
    changed: Schema.Int,
    unchanged: Schema.Int,
    failed: Schema.Int,
    gone: Schema.Int,
    leftOut: Schema.Int,
    working: Schema.Int,
    unusable: Schema.Int,
  }),
  chunkCount: Schema.Int,
  langs: Schema.Array(Locale),
  crawledAt: Schema.NullOr(Schema.String),
  intervalHours: Schema.NullOr(Schema.Int),
  nextCrawlAt: Schema.NullOr(Schema.String),
  createdBy: Schema.NullOr(Schema.String),
  createdAt: Schema.String,
  updatedAt: Schema.String,
}).annotate({ identifier: "Site" });

const SitePage = Schema.Struct({
  url: Schema.String,
  depth: Schema.Int,
  state: Schema.Literals(pageStates),
  outcome: Schema.NullOr(Schema.Literals(["new", "changed", "unchanged"])),
  failureReason: Schema.NullOr(Schema.String),
  failureDetail: Schema.NullOr(Schema.String),
  nextAttemptAt: Schema.NullOr(Schema.String),
  fetchedAt: Schema.NullOr(Schema.String),
  sourceId: Schema.NullOr(Id),
  sourceState: Schema.NullOr(Schema.Literals([...workingStates, "live", "failed", "cancelled"])),
  sourceFailureReason: Schema.NullOr(Schema.String),
  title: Schema.NullOr(Schema.String),
  chunkCount: Schema.Int,
}).annotate({ identifier: "SitePage" });

const Url = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(1000));
const Mode = Schema.Literals(["sitemap", "crawl", "auto"]);
const settings = {
  mode: Schema.optionalKey(Mode),
  maxDepth: Schema.optionalKey(Schema.Int),
  maxPages: Schema.optionalKey(Schema.Int),
  pathPrefix: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
  /** Null: crawled again only when asked. */
  intervalHours: Schema.optionalKey(Schema.NullOr(Schema.Int)),
};
const Added = Schema.Struct({ siteId: Id }).annotate({ identifier: "SiteAdded" });
const oneSite = { params: { siteId: Id }, error: apiErrors };

/** Web sites, and single pages, that knowledge is learnt from. */
export const sitesApi = HttpApiGroup.make("sites")
  .add(
    HttpApiEndpoint.get("list", "/sites", {
      success: Schema.Struct({ sites: Schema.Array(Site) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Sites and single pages, the newest first"),
    HttpApiEndpoint.post("addSite", "/sites", {
      payload: Schema.Struct({ url: Url, ...settings }),
      success: Added,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add a web site; its crawl begins at once"),
    HttpApiEndpoint.post("addUrl", "/urls", {
      payload: Schema.Struct({ url: Url, intervalHours: settings.intervalHours }),
      success: Added,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add one web page: a site with a single page"),
    HttpApiEndpoint.get("get", "/sites/:siteId", {
      ...oneSite,
      success: Site,
    }).annotate(OpenApi.Summary, "One site with the progress of its crawl"),
    HttpApiEndpoint.get("pages", "/sites/:siteId/pages", {
      ...oneSite,
      query: {
        state: Schema.optionalKey(Schema.Literals(pageStates)),
        after: Schema.optionalKey(Url),
      },
      success: Schema.Struct({ pages: Schema.Array(SitePage) }),
    }).annotate(OpenApi.Summary, "Pages of a site by their address, at most 500; `after` goes on"),
    HttpApiEndpoint.patch("change", "/sites/:siteId", {
      ...oneSite,
      payload: Schema.Struct({ url: Schema.optionalKey(Url), ...settings }),
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Change a site, such as its address, and crawl it again"),
    HttpApiEndpoint.post("crawl", "/sites/:siteId/crawl", {
      ...oneSite,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Crawl a site again, now"),
    HttpApiEndpoint.post("cancel", "/sites/:siteId/cancel", {
      ...oneSite,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "End the crawl that is going on; what was read stays"),
    HttpApiEndpoint.delete("remove", "/sites/:siteId", {
      ...oneSite,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Delete a site with its sources"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/knowledge");
