import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Locale } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const ModelId = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100));
const Prefix = Schema.String.check(Schema.isMaxLength(200));
const prefixes = Schema.Struct({
  passage: Schema.optionalKey(Prefix),
  question: Schema.optionalKey(Prefix),
});

const Model = Schema.Struct({
  id: ModelId,
  use: Schema.Literals(["active", "building", "previous"]),
  /** `xin` are the vectors that need no model. */
  provider: Schema.Literals(["xin", "bundled", "local", "openai"]),
  model: Schema.String,
  revision: Schema.String,
  dims: Schema.Int,
  prefixes,
  /** Null: all. Passages and questions in others are found without the model. */
  languages: Schema.NullOr(Schema.Array(Locale)),
  /** Null for a model that runs inside Xin, and for the API that the installation lends. */
  url: Schema.NullOr(Schema.String),
  hasKey: Schema.Boolean,
  /** Passages that have no vector of it yet; it can be let answer at 0. */
  missing: Schema.Int,
}).annotate({ identifier: "EmbeddingModel" });

/** Never shown again, nor repeated in a refusal. */
const Key = Schema.RedactedFromValue(
  Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(1000)),
  { label: "key" },
);

const Bundled = Schema.Struct({ provider: Schema.Literal("bundled") });
const Local = Schema.Struct({
  provider: Schema.Literal("local"),
  /** One of the models that the installation offers. */
  model: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100)),
  /** How the model makes one vector of those of its tokens; its card says so. */
  pooling: Schema.optionalKey(Schema.Literals(["mean", "cls"])),
  prefixes: Schema.optionalKey(prefixes),
});
const OpenAi = Schema.Struct({
  provider: Schema.Literal("openai"),
  /** Base URL of an API of your own, such as https://api.openai.com/v1; the installation's when missing. */
  url: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
  model: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)),
  /** Numbers in its vectors. */
  dims: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4096 })),
  /** What the model wants in front of a text. */
  prefixes: Schema.optionalKey(prefixes),
  /** The key of an API of your own. Needs the role owner. */
  key: Schema.optionalKey(Key),
});

const Share = Schema.Number;
const Comparison = Schema.Struct({
  /** How many were asked, of how many that are saved. */
  questions: Schema.Int,
  saved: Schema.Int,
  /** How many of those asked name a source. */
  judged: Schema.Int,
  hits: Schema.Array(
    Schema.Struct({
      modelId: ModelId,
      /** Null when none of the questions has a source. */
      at: Schema.NullOr(Schema.Struct({ 1: Share, 3: Share, 10: Share })),
      /** For so many questions the model could not be asked: they were answered without it. */
      unasked: Schema.Int,
    }),
  ),
  sameFirst: Share,
  overlapAt5: Share,
  /** Where to go on; null at the end. */
  next: Schema.NullOr(Schema.Int),
}).annotate({ identifier: "ModelComparison" });

const Reranker = Schema.Struct({
  model: Schema.String,
  /** Null for an API that the installation set. */
  url: Schema.NullOr(Schema.String),
  hasKey: Schema.Boolean,
}).annotate({ identifier: "RerankModel" });

const RerankerTest = Schema.Struct({
  /** How long it took to put two texts in order. */
  ms: Schema.Int,
  /** Whether the answer came before what is no answer. */
  isRight: Schema.Boolean,
}).annotate({ identifier: "RerankModelTest" });

const Named = Schema.Struct({ modelId: ModelId });
const oneModel = { params: { modelId: ModelId }, error: apiErrors };

/** Which model makes a workspace's vectors: built beside the one in use, compared with it, let answer, taken back. */
export const embeddingApi = HttpApiGroup.make("embedding")
  .add(
    HttpApiEndpoint.get("models", "/models", {
      success: Schema.Struct({ models: Schema.Array(Model) }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Models in use: the one that answers, the one being built, the one before",
    ),
    HttpApiEndpoint.get("offers", "/offers", {
      success: Schema.Struct({
        /** Names for `model` with the provider `local`. */
        local: Schema.Array(Schema.String),
        /** Whether the installation lends an API: `openai` without a url. */
        api: Schema.Boolean,
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "What the installation offers besides the bundled model"),
    HttpApiEndpoint.post("add", "/models", {
      payload: Schema.Union([Bundled, Local, OpenAi]),
      success: Named,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Add a model and begin to build its vectors; the same again goes on with it",
    ),
    HttpApiEndpoint.put("setKey", "/models/:modelId/key", {
      ...oneModel,
      payload: Schema.Struct({ key: Key }),
      success: HttpApiSchema.NoContent,
    }).annotate(
      OpenApi.Summary,
      "Replace the key of a model's API; the model is asked with it first",
    ),
    HttpApiEndpoint.delete("drop", "/models/:modelId", {
      ...oneModel,
      success: HttpApiSchema.NoContent,
    }).annotate(OpenApi.Summary, "Delete the vectors and the key of a model that does not answer"),
    HttpApiEndpoint.post("activate", "/active", {
      payload: Named,
      success: Named,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Let a model answer whose vectors are complete"),
    HttpApiEndpoint.post("back", "/back", { success: Named, error: apiErrors }).annotate(
      OpenApi.Summary,
      "Let the model answer again that did before",
    ),
    HttpApiEndpoint.get("compare", "/comparison", {
      query: {
        /** Compared with the model that answers. */
        modelId: ModelId,
        /** The place of the first saved question, from 0. At most 50 are asked at once. */
        from: Schema.optionalKey(
          Schema.NumberFromString.check(
            Schema.isInt(),
            Schema.isBetween({ minimum: 0, maximum: 1000 }),
          ),
        ),
      },
      success: Comparison,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Ask the saved questions of a model in use and of the one that answers; visitors notice nothing",
    ),
    HttpApiEndpoint.get("reranker", "/reranker", {
      success: Schema.Struct({ reranker: Schema.NullOr(Reranker) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "The model that puts the best passages in order; null: none does"),
    HttpApiEndpoint.put("setReranker", "/reranker", {
      payload: Schema.Struct({
        /** Base URL of an API of your own with `/rerank`, such as https://api.jina.ai/v1. */
        url: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500)),
        model: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)),
        /** Needs the role owner. */
        key: Schema.optionalKey(Key),
      }),
      success: RerankerTest,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Let a rerank model order passages from the next question on; it is asked first",
    ),
    HttpApiEndpoint.post("testReranker", "/reranker/test", {
      success: RerankerTest,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Have the rerank model put two texts in order"),
    HttpApiEndpoint.delete("dropReranker", "/reranker", {
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Order passages by score alone, and erase the model's key"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/embedding");
