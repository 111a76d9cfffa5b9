import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api";
import { Id } from "#contract/ids.ts";
import { Mode } from "#contract/mode.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

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
};

const PolicyVersion = Schema.Struct({
  ...versionFields,
  policyId: Id,
  policyName: Schema.String,
  text: Schema.String,
}).annotate({ identifier: "PolicyVersion" });

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

/** Policies and their versions, to read. */
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
    HttpApiEndpoint.post("diff", "/:policyId/diff", {
      params: { policyId: Id },
      payload: Schema.Struct({ from: Side, to: Side }),
      success: PolicyDiff,
      error: apiErrors,
    }).annotate(
      OpenApi.Summary,
      "What became of settings, sections, rules and words between two versions, or a version and a page",
    ),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/policies");
