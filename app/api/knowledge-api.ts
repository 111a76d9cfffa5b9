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
const oneSource = { params: { sourceId: Id }, error: apiErrors };

/** Sources of knowledge: what the AI answers from. */
export const knowledgeApi = HttpApiGroup.make("knowledge")
  .add(
    HttpApiEndpoint.get("list", "/sources", {
      success: Schema.Struct({ sources: Schema.Array(Source) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Sources, the newest first"),
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
        filename: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(255)),
        title: Schema.optionalKey(Title),
        lang: Schema.optionalKey(Locale),
      },
      payload: Schema.Uint8Array.pipe(
        HttpApiSchema.asUint8Array({ contentType: "application/octet-stream" }),
      ),
      success: Added,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Add a file of up to 20 MiB, its bytes as the body"),
    HttpApiEndpoint.delete("remove", "/sources/:sourceId", {
      ...oneSource,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Delete a source; nothing is answered from it any more"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/knowledge");
