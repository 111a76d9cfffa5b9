import { createApiToken } from "../tenancy/create-api-token.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { namedRole } from "./named-role.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Creates an API token and shows it, the only time. */
export const tokenCreateCommand: Command = {
  name: "token create",
  usage: "token create --tenant T --role R [--name N]",
  summary: "Creates an API token for a workspace; it is shown once.",
  options: { tenant: { type: "string" }, role: { type: "string" }, name: { type: "string" } },
  run: async (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const role = namedRole(requiredOption(context, "role", "operator"));
    if (context.args.length > 0) throw new UsageError(`Unexpected "${context.args[0]}".`);
    const name = String(context.options["name"] ?? `${role} token`);
    return withDatabase(context, async (db) => {
      const tenant = await findTenant(db, slug);
      const envelope = systemEnvelope(tenant.id, "xin token create");
      const { tokenId, token } = await createApiToken(db, envelope, { name, role });
      return {
        text: `${token}\nKeep it safe: it is shown only now. It acts as ${role} in ${slug}.`,
        json: { token, tokenId, tenant: slug, role, name },
      };
    });
  },
};
