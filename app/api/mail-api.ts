import { Schema } from "effect";
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { Locale } from "#contract/ids.ts";
import { apiErrors } from "./api-error.ts";
import { Authorization } from "./caller.ts";
import { SchemaErrors } from "./schema-errors.ts";

const server = {
  /** The name of the server alone. */
  host: Schema.String,
  port: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 })),
  /** Encrypted from the first byte, or by STARTTLS; without either nothing is sent. */
  tls: Schema.Literals(["implicit", "starttls"]),
  /** Null for a server that wants no login. */
  user: Schema.NullOr(Schema.String),
  /** The address that mails come from. */
  from: Schema.String,
};

const MailServer = Schema.Struct(server).annotate({ identifier: "MailServer" });

const Tested = Schema.Union([
  Schema.Struct({ sent: Schema.Literal(true) }),
  Schema.Struct({
    failure: Schema.String,
    /** What the server said, in its own words. */
    detail: Schema.NullOr(Schema.String),
  }),
]).annotate({ identifier: "MailTest" });

/** The server that mails of the workspace go out through. */
export const mailApi = HttpApiGroup.make("mail")
  .add(
    HttpApiEndpoint.get("read", "/mail", {
      success: Schema.Struct({
        server: Schema.NullOr(MailServer),
        /** Whether mail goes out, be it through the server of the installation. */
        isSetUp: Schema.Boolean,
      }),
      error: apiErrors,
    }).annotate(OpenApi.Summary, "The workspace's own mail server; null where it has none"),
    HttpApiEndpoint.put("set", "/mail", {
      payload: Schema.Struct({
        ...server,
        /** Left out, the stored one stays with its server and user. It is never told. */
        password: Schema.optionalKey(Schema.String),
      }),
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Set the mail server of the workspace"),
    HttpApiEndpoint.delete("remove", "/mail", {
      success: HttpApiSchema.NoContent,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Take it away and forget its password"),
    HttpApiEndpoint.post("test", "/mail/test", {
      payload: Schema.Struct({
        /** The address of a member of the workspace. */
        to: Schema.String,
        locale: Schema.optionalKey(Locale),
      }),
      success: Tested,
      error: apiErrors,
    }).annotate(OpenApi.Summary, "Send a member one mail at once; a failure is an answer"),
  )
  .middleware(SchemaErrors)
  .middleware(Authorization)
  .prefix("/api/v1");
