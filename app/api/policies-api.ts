import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Id, Locale } from "#contract/ids.ts";
import { Mode } from "#contract/mode.ts";
import { mostConversations } from "#engine/behaviour/read-questions.ts";
import { apiErrors } from "./api-error.ts";
import { CanaryComparison } from "./canary-comparison.ts";
import { CanaryRule, StoppedCanary } from "./canary-stop.ts";
import { PolicyMove } from "./policy-move.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";
import { ShadowComparison } from "./shadow-comparison.ts";

const Policy = Schema.Struct({
  id: Id,
  name: Schema.String,
  /** The version that answers visitors; null when none does. */
  productionVersion: Schema.NullOr(Schema.Int),
  lastVersion: Schema.Int,
  mode: Schema.NullOr(Mode),
  changedAt: Schema.String,
}).annotate({ identifier: "Policy" });

const versionFields = {
  version: Schema.Int,
  note: Schema.NullOr(Schema.String),
  authorName: Schema.String,
  createdAt: Schema.String,
  /** SHA-256 over the text and what answers rested on when it was written: retrieval config, knowledge, models, tools. */
  basisHash: Schema.NullOr(Schema.String),
};

const PolicyVersion = Schema.Struct({
  ...versionFields,
  policyId: Id,
  policyName: Schema.String,
  text: Schema.String,
}).annotate({ identifier: "PolicyVersion" });

const Pointed = Schema.Struct({ policyId: Id, version: Schema.Int });

const Protection = Schema.Struct({
  /** Whether a second person must agree before a version answers everybody, or a share of the conversations. */
  production: Schema.Boolean,
  canary: Schema.Boolean,
  /** Whether one person may go back at once to a version that has answered before. */
  rollbackAlone: Schema.Boolean,
}).annotate({ identifier: "PointerProtection" });

const PublishRequest = Schema.Struct({
  id: Id,
  pointer: Schema.Literals(["production", "canary"]),
  policyId: Id,
  policyName: Schema.String,
  version: Schema.Int,
  /** What answered visitors when it was asked for; null for nothing. */
  answering: Schema.NullOr(
    Schema.Struct({ policyId: Id, policyName: Schema.String, version: Schema.Int }),
  ),
  share: Schema.NullOr(Schema.Number),
  /** What is to stop a canary by itself. */
  stopsWhen: Schema.NullOr(CanaryRule),
  movesRunning: Schema.Boolean,
  isRollback: Schema.Boolean,
  /** How the version's tests ended, and why it should answer in spite of those that fail. */
  gate: Schema.NullOr(
    Schema.Struct({
      passed: Schema.Int,
      failed: Schema.Int,
      override: Schema.NullOr(Schema.String),
    }),
  ),
  askedBy: Schema.String,
  askedAt: Schema.String,
  /** `overtaken`: a pointer has moved since, so it cannot be approved any more. */
  state: Schema.Literals(["open", "overtaken", "approved", "declined", "withdrawn", "replaced"]),
  settledBy: Schema.NullOr(Schema.String),
  settledAt: Schema.NullOr(Schema.String),
  words: Schema.NullOr(Schema.String),
}).annotate({ identifier: "PublishRequest" });

/** The request that waits for a second person where the pointer is protected; null where it has moved. */
const requestId = Schema.NullOr(Id);

/** What becomes of open conversations. */
const running = Schema.optionalKey(Schema.Literals(["move", "stay"]));

const Side = Schema.Union([
  Schema.Struct({ version: Schema.Int }),
  Schema.Struct({ text: Schema.String.check(Schema.isMaxLength(65_536)) }),
]);

const PolicyDiff = Schema.Struct({
  /** In the order of the later page; what is gone comes last. */
  parts: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals([
        ...(["title", "settings", "about", "rules", "never", "tone"] as const),
        ...(["hand-over", "quick-replies", "tests", "guidance"] as const),
      ]),
      /** Headings; null where the part was not or is no longer there. */
      before: Schema.NullOr(Schema.String),
      after: Schema.NullOr(Schema.String),
      items: Schema.Array(
        Schema.Struct({
          state: Schema.Literals(["same", "changed", "added", "removed", "moved"]),
          /** Lines, from 1. */
          before: Schema.NullOr(Schema.Int),
          after: Schema.NullOr(Schema.Int),
          words: Schema.Array(
            Schema.Struct({
              kind: Schema.Literals(["same", "removed", "added"]),
              text: Schema.String,
            }),
          ),
        }),
      ),
    }),
  ),
  counts: Schema.Struct({
    same: Schema.Int,
    changed: Schema.Int,
    added: Schema.Int,
    removed: Schema.Int,
    moved: Schema.Int,
  }),
}).annotate({ identifier: "PolicyDiff" });

const PolicyBlame = Schema.Struct({
  version: Schema.Int,
  lines: Schema.Array(
    Schema.Struct({
      text: Schema.String,
      /** The version that had the line first. */
      version: Schema.Int,
      /** Who typed it, where it was written in the shared page. */
      typedBy: Schema.Array(Schema.String),
    }),
  ),
  /** Those that some line comes from, newest first. */
  versions: Schema.Array(
    Schema.Struct({
      version: Schema.Int,
      note: Schema.NullOr(Schema.String),
      authorName: Schema.String,
      createdAt: Schema.String,
    }),
  ),
  /** The oldest version looked at, when there are older ones that lines may come from. */
  cutAt: Schema.NullOr(Schema.Int),
}).annotate({ identifier: "PolicyBlame" });

const conversationsQuery = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isGreaterThanOrEqualTo(1),
  Schema.isLessThanOrEqualTo(mostConversations),
);

const GeneratedTests = Schema.Struct({
  /** What was asked most comes first. */
  tests: Schema.Array(
    Schema.Struct({
      /** As the page would say it, with what tells who asked masked. */
      line: Schema.String,
      locale: Locale,
      question: Schema.String,
      /** What tools say in the test, in place of being called. */
      mocks: Schema.Array(Schema.Struct({ tool: Schema.String, says: Schema.String })),
      /** What people made of the answer, and who. */
      reason: Schema.Struct({
        kind: Schema.Literals(["sent", "approved", "edited", "discarded", "handed-over"]),
        by: Schema.NullOr(Schema.String),
      }),
      conversationId: Id,
      seq: Schema.Int,
      at: Schema.String,
      /** How often something like it was asked. */
      times: Schema.Int,
    }),
  ),
  conversations: Schema.Int,
  /** Questions that the page asks already. */
  known: Schema.Int,
}).annotate({ identifier: "GeneratedTests" });

const compareLines = `Each line is an object with a \`type\`:
- \`change\`: \`change\` has \`index\`, \`question\`, \`conversationId\` (null for a saved test), \`before\` and \`after\` (the answers as in a replay), \`words\` between them, and \`changed.answer\` and \`changed.outcome\`.
- \`end\`: \`sums\` has \`questions\`, how many \`answers\` and \`outcomes\` changed, how many \`failed\`, and of both sides \`sent\`, \`drafted\`, \`handedOver\`, \`costUsd\` and \`ms\`.
- \`problem\`: \`problem\` is an error as elsewhere; nothing comes after it.

Models are called and cost. Nothing is sent, stored or executed. Ends when the caller goes.`;

/** Policies and their versions, what became of them, and where the pointers to them stand. */
export const policiesApi = HttpApiGroup.make("policies")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ policies: Schema.Array(Policy) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Policies, by name"),
    HttpApiEndpoint.get("versions", "/:policyId/versions", {
      params: { policyId: Id },
      success: Schema.Struct({ versions: Schema.Array(Schema.Struct(versionFields)) }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Versions of a policy, newest first"),
    HttpApiEndpoint.get("version", "/:policyId/versions/:version", {
      params: { policyId: Id, version: Schema.FiniteFromString.check(Schema.isInt()) },
      success: PolicyVersion,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "One version with its text"),
    HttpApiEndpoint.get("blame", "/:policyId/versions/:version/blame", {
      params: { policyId: Id, version: Schema.FiniteFromString.check(Schema.isInt()) },
      success: PolicyBlame,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Who wrote which line of a version, and in which version"),
    HttpApiEndpoint.post("diff", "/:policyId/diff", {
      params: { policyId: Id },
      payload: Schema.Struct({ from: Side, to: Side }),
      success: PolicyDiff,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "What became of settings, sections, rules and words between two versions, or a version and a page",
    ),
    HttpApiEndpoint.post("compare", "/:policyId/versions/:version/compare", {
      params: { policyId: Id, version: Schema.FiniteFromString.check(Schema.isInt()) },
      payload: Schema.Struct({
        /** What it is compared with. */
        before: Pointed,
        /** How many of the newest conversations are asked about beside the saved tests of both. */
        conversations: Schema.Int.check(
          Schema.isGreaterThanOrEqualTo(0),
          Schema.isLessThanOrEqualTo(mostConversations),
        ),
      }),
      success: HttpApiSchema.StreamUint8Array({ contentType: ["application/x-ndjson"] }),
      error: apiErrors,
    })
      .annotate(
        OpenApi.Summary,
        "Ask the same questions under two versions; lines of JSON, each question as it is answered, then the sums",
      )
      .annotate(OpenApi.Description, compareLines),
    HttpApiEndpoint.get("generatedTests", "/:policyId/generated-tests", {
      params: { policyId: Id },
      query: { conversations: Schema.optionalKey(conversationsQuery) },
      success: GeneratedTests,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Tests that the newest conversations suggest for the page; nothing is written",
    ),
    HttpApiEndpoint.post("addTests", "/:policyId/tests", {
      params: { policyId: Id },
      payload: Schema.Struct({
        /** As the page says them: - Asked "How long is delivery?", it answers. At most 50. */
        lines: Schema.Array(Schema.String.check(Schema.isMaxLength(5000))),
        /** Of the heading Tests, where the page has none yet. */
        locale: Schema.optionalKey(Schema.Literals(["en", "zh"])),
      }),
      success: Schema.Struct({ added: Schema.Int }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Put tests into the page that people write together; they count once it is saved as a version",
    ),
    HttpApiEndpoint.get("pointers", "/pointers", {
      success: Schema.Struct({
        production: Schema.NullOr(Pointed),
        canary: Schema.NullOr(PolicyMove),
        shadow: Schema.NullOr(PolicyMove),
        moves: Schema.Array(PolicyMove),
      }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Which version answers visitors, which one a share of them, and every move there was",
    ),
    HttpApiEndpoint.post("publish", "/:policyId/versions/:version/publish", {
      params: { policyId: Id, version: Schema.FiniteFromString.check(Schema.isInt()) },
      payload: Schema.Struct({
        /** What answered when this was decided; when something else does now, it is refused as a conflict. */
        replaces: Schema.optionalKey(Schema.NullOr(Pointed)),
        running,
        /** Why it is published although tests fail. */
        override: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
        /** Goes back also to a version that was written with what is gone. */
        acceptsGone: Schema.optionalKey(Schema.Boolean),
      }),
      success: Schema.Struct({ version: Schema.Int, requestId }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Run a version's tests and let it answer visitors; one that answered before is a rollback",
    ),
    HttpApiEndpoint.get("canary", "/canary", {
      success: Schema.Struct({ comparison: Schema.NullOr(CanaryComparison) }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "How the canary does beside production since it was set, with 95 % intervals; null without one",
    ),
    HttpApiEndpoint.put("setCanary", "/canary", {
      payload: Schema.Struct({
        policyId: Id,
        version: Schema.Int,
        /** Of the conversations, from .01 to .5. */
        share: Schema.Number,
        running,
        /** What stops it by itself when it is clearly worse; null for nothing. */
        stopsWhen: Schema.optionalKey(Schema.NullOr(CanaryRule)),
        /** The canary's newest move when this was decided; when it has moved since, it is refused as a conflict. */
        seen: Schema.optionalKey(Schema.Int),
        /** Why it is tried although tests fail. */
        override: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
      }),
      success: Schema.Struct({ share: Schema.Number, requestId }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Run a version's tests and let it answer a share of the conversations",
    ),
    HttpApiEndpoint.delete("endCanary", "/canary", {
      success: Schema.Struct({ canary: Schema.Null }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Let production answer the canary's conversations again"),
    HttpApiEndpoint.get("stoppedCanary", "/canary/stop", {
      success: Schema.Struct({ stopped: Schema.NullOr(StoppedCanary) }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "A canary that stopped by itself, with what showed that it is worse; null when there is none to decide about",
    ),
    HttpApiEndpoint.delete("startCanaryAgain", "/canary/stop/:stop", {
      params: { stop: Schema.FiniteFromString.check(Schema.isInt()) },
      success: Schema.Struct({ share: Schema.Number, requestId }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Take a stop back: the same version answers the same share again"),
    HttpApiEndpoint.put("setShadow", "/shadow", {
      payload: Schema.Struct({
        policyId: Id,
        version: Schema.Int,
        /** Of the conversations, from .01 to 1. */
        share: Schema.Number,
      }),
      success: Schema.Struct({ share: Schema.Number }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "Let a version decide silently about a share of the conversations, beside what answers them",
    ),
    HttpApiEndpoint.get("shadow", "/shadow", {
      success: Schema.Struct({
        shadow: Schema.NullOr(PolicyMove),
        comparison: Schema.NullOr(ShadowComparison),
      }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "What the version in the shadow would have done, beside what was done",
    ),
    HttpApiEndpoint.delete("endShadow", "/shadow", {
      success: Schema.Struct({ shadow: Schema.Null }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "End the shadow; what it decided stays"),
    HttpApiEndpoint.get("protection", "/protection", {
      success: Protection,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Which pointers move only when a second person agrees"),
    HttpApiEndpoint.put("protect", "/protection", {
      payload: Protection,
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set which pointers need a second person"),
    HttpApiEndpoint.get("requests", "/requests", {
      success: Schema.Struct({ requests: Schema.Array(PublishRequest) }),
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "What waits for a second person, and what was settled lately; people approve and decline in the console",
    ),
    HttpApiEndpoint.delete("withdraw", "/requests/:requestId", {
      params: { requestId: Id },
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Withdraw a request of the caller's own"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/policies");
