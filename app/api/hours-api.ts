import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { PeopleThere } from "#contract/people-there.ts";
import { ServiceHoursShape } from "#engine/service-hours/check-service-hours.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const Hours = ServiceHoursShape.annotate({ identifier: "ServiceHours" });

/** When people of a workspace answer, and who is asked next when nobody does. */
export const hoursApi = HttpApiGroup.make("hours")
  .add(
    HttpApiEndpoint.get("read", "/hours", {
      success: Schema.Struct({ hours: Schema.NullOr(Hours), now: PeopleThere }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Hours, holidays and escalation; null where none are set"),
    HttpApiEndpoint.put("set", "/hours", {
      payload: Hours,
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set hours, holidays and escalation, all of them at once"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
