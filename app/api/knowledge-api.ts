import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id, Locale } from "#contract/ids.ts";
import { workingStates } from "#db/reads/knowledge.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Source = Schema.Struct({
  id: Id,
  kind: Schema.Literals(["file", "text", "url"]),
  title: Schema.String,
  filename: Schema.NullOr(Schema.String),
  mime: Schema.NullOr(Schema.String),
  lang: Schema.NullOr(Locale),
  url: Schema.NullOr(Schema.String),
  bytes: Schema.Int,
  state: Schema.Literals([...workingStates, "live", "failed", "cancelled"]),
  failureReason: Schema.NullOr(Schema.String),
  failureDetail: Schema.NullOr(Schema.String),
  /** Where in the source it went wrong, such as a row of a CSV file, from 1. */
  failureAt: Schema.NullOr(Schema.Int),
  /** Bytes fetched, pages read, parts cut or passages stored, by state; null unless it is worked on. */
  progress: Schema.NullOr(Schema.Struct({ done: Schema.Int, total: Schema.NullOr(Schema.Int) })),
  attempts: Schema.Int,
  nextAttemptAt: Schema.NullOr(Schema.String),
  /** Passages that answer now. */
  chunkCount: Schema.Int,
  version: Schema.NullOr(Schema.Int),
  pages: Schema.NullOr(Schema.Int),
  siteId: Schema.NullOr(Id),
  staleSince: Schema.NullOr(Schema.String),
  /** `age`, `expired`, or what marked it. */
  staleReason: Schema.NullOr(Schema.String),
  reviewAfterMonths: Schema.Int,
  createdBy: Schema.NullOr(Schema.String),
  createdAt: Schema.String,
  updatedAt: Schema.String,
  liveAt: Schema.NullOr(Schema.String),
}).annotate({ identifier: "Source" });

const Title = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200));
const Added = Schema.Struct({ sourceId: Id }).annotate({ identifier: "SourceAdded" });
const Bytes = Schema.Uint8Array.pipe(
  HttpApiSchema.asUint8Array({ contentType: "application/octet-stream" }),
);
const FileName = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(255));
const State = Schema.Literals([...workingStates, "live", "failed", "cancelled"]);
const Archive = Schema.Struct({
  /** Set when the archive could not be opened: a code as in `failureReason`. */
  failure: Schema.NullOr(Schema.String),
  files: Schema.Array(
    Schema.Struct({
      path: Schema.String,
      sourceId: Schema.NullOr(Id),
      /** False when the same bytes were a source already. */
      isNew: Schema.Boolean,
      failure: Schema.NullOr(Schema.String),
    }),
  ),
}).annotate({ identifier: "ArchiveAdded" });
const Status = Schema.Struct({
  /** Give it back as `after` to wait for something else than this. */
  position: Schema.String,
  counts: Schema.Record(Schema.String, Schema.Int),
  chunkCount: Schema.Int,
  /** At most 100. */
  working: Schema.Array(Source),
  /** The 20 that changed last. */
  recent: Schema.Array(Source),
}).annotate({ identifier: "KnowledgeStatus" });
const oneSource = { params: { sourceId: Id }, error: apiErrors };

/** Sources of knowledge: what the AI answers from. */
export const knowledgeApi = HttpApiGroup.make("knowledge")
  .add(
    HttpApiEndpoint.get("list", "/sources", {
      query: {
        /** `working` is any state before live; `stale` ones answer but should be looked at. */
        state: Schema.optionalKey(Schema.Union([State, Schema.Literals(["working", "stale"])])),
        /** Part of the title, file name or address. */
        search: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
        /** `next` of the page before. */
        after: Schema.optionalKey(Id),
        limit: Schema.optionalKey(
          Schema.NumberFromString.check(
            Schema.isInt(),
            Schema.isBetween({ minimum: 1, maximum: 500 }),
          ),
        ),
      },
      success: Schema.Struct({ sources: Schema.Array(Source), next: Schema.NullOr(Id) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Sources, the newest first, 200 at a time"),
    HttpApiEndpoint.get("status", "/status", {
      query: {
        after: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
        waitSeconds: Schema.optionalKey(
          Schema.NumberFromString.check(
            Schema.isInt(),
            Schema.isBetween({ minimum: 0, maximum: 25 }),
          ),
        ),
      },
      success: Status,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "How ingestion goes. With `after`, answers when that is no longer so, or after waitSeconds (20)",
    ),
    HttpApiEndpoint.get("get", "/sources/:sourceId", {
      ...oneSource,
      success: Source,
    }).annotate(OpenApi.Summary, "One source with its state"),
    HttpApiEndpoint.post("addText", "/sources", {
      payload: Schema.Struct({
        title: Title,
        /** Markdown or plain text. */
        text: Schema.String.check(Schema.isMinLength(1)),
        lang: Schema.optionalKey(Locale),
      }),
      success: Added,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add a text; it is live a moment later"),
    HttpApiEndpoint.post("addFile", "/files", {
      query: {
        filename: FileName,
        title: Schema.optionalKey(Title),
        lang: Schema.optionalKey(Locale),
      },
      payload: Bytes,
      success: Added,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add a file of up to 20 MiB, its bytes as the body"),
    HttpApiEndpoint.post("addArchive", "/archives", {
      query: { lang: Schema.optionalKey(Locale) },
      payload: Bytes,
      success: Archive,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add each document of a ZIP file of up to 50 MiB"),
    HttpApiEndpoint.put("replace", "/sources/:sourceId/content", {
      ...oneSource,
      query: { filename: Schema.optionalKey(FileName) },
      payload: Bytes,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Give a source new content; the old one answers until it is read"),
    HttpApiEndpoint.post("retry", "/sources/:sourceId/retry", {
      ...oneSource,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Read a source again: after a failure, or to index it anew"),
    HttpApiEndpoint.post("cancel", "/sources/:sourceId/cancel", {
      ...oneSource,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "End the work on a source; what it had goes on answering"),
    HttpApiEndpoint.post("review", "/sources/:sourceId/review", {
      ...oneSource,
      payload: Schema.Struct({ reviewAfterMonths: Schema.NullOr(Schema.Int) }),
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Say that a source is right, and when to ask again"),
    HttpApiEndpoint.post("reindex", "/reindex", {
      success: Schema.Struct({ sources: Schema.Int }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Read every live source again, without a gap in its answers"),
    HttpApiEndpoint.delete("remove", "/sources/:sourceId", {
      ...oneSource,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Delete a source; nothing is answered from it any more"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/knowledge");
