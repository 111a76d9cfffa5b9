import type { Db } from "#db/client.ts";
import type { Role } from "../actions/envelope.ts";
import { addMember } from "../tenancy/add-member.ts";
import { createSignInLink } from "../tenancy/sessions.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { namedRole } from "./named-role.ts";
import { findTenant, withDatabase } from "./with-database.ts";

const by = "xin member add";
const linkLifetimeMs = 24 * 60 * 60 * 1000;

/** Somebody who was added, with the link that signs them in once. */
type Added = { readonly email: string; readonly memberId: string; readonly signIn: string };

/** Adds people to a workspace, each with a sign-in link. Stops at the first who cannot be added. */
export const memberAddCommand: Command = {
  name: "member add",
  usage: "member add --tenant T --role R <email>...",
  summary: "Adds people to a workspace and prints a sign-in link for each, good once within a day.",
  options: { tenant: { type: "string" }, role: { type: "string" } },
  run: async (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const role = namedRole(requiredOption(context, "role", "operator"));
    if (role === "owner") {
      throw new UsageError("Only `tenant create` makes an owner. Add an admin instead.");
    }
    if (context.args.length === 0) {
      throw new UsageError("Name at least one e-mail address, such as ada@acme.example.");
    }
    const { publicUrl, host, port } = context.config();
    const address = publicUrl ?? `http://${host}:${port}`;
    const added = await withDatabase(context, async (db) => {
      const { id } = await findTenant(db, slug);
      const members: Added[] = [];
      for (const email of context.args) {
        const memberId = await add(db, id, { email, role });
        const token = await createSignInLink(db, id, memberId, linkLifetimeMs);
        members.push({ email, memberId, signIn: `${address}/sign-in?token=${token}` });
      }
      return members;
    });
    return {
      text: added.map(({ email, signIn }) => `${email}  ${signIn}`).join("\n"),
      json: { tenant: slug, role, members: added },
    };
  },
};

const add = (
  db: Db,
  tenantId: string,
  { email, role }: { readonly email: string; readonly role: Role },
): Promise<string> => {
  const name = email.split("@")[0] ?? email;
  return addMember(db, systemEnvelope(tenantId, by), { email, name, role, locale: "en" });
};
