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
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1/policies");
