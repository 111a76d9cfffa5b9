import { openSilentBus } from "../runtime/silent-bus.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { defaultPolicyText } from "../policy/default-policy.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { addMember } from "../tenancy/add-member.ts";
import { defaultChannelSettings } from "../tenancy/channel-settings.ts";
import { createChannel } from "../tenancy/create-channel.ts";
import { createTenant } from "../tenancy/create-tenant.ts";
import { createSignInLink } from "../tenancy/sessions.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { withDatabase } from "./with-database.ts";

const by = "xin tenant create";
const linkLifetimeMs = 24 * 60 * 60 * 1000;

/** Creates a workspace that works at once: an owner with a sign-in link, a widget, a careful policy. */
export const tenantCreateCommand: Command = {
  name: "tenant create",
  usage: "tenant create --slug S --name N --email E",
  summary: "Creates a workspace with an owner, a widget key and a first policy.",
  options: { slug: { type: "string" }, name: { type: "string" }, email: { type: "string" } },
  run: async (context) => {
    const slug = requiredOption(context, "slug", "acme");
    const name = requiredOption(context, "name", '"Acme Support"');
    const email = requiredOption(context, "email", "owner@acme.example");
    if (context.args.length > 0) {
      throw new UsageError(
        `Unexpected "${context.args[0]}". Put quotes around a name of two words.`,
      );
    }
    const { publicUrl, host, port } = context.config();
    return withDatabase(context, async (db) => {
      const tenantId = await createTenant(db, { slug, name, by });
      const envelope = () => systemEnvelope(tenantId, by);
      const owner = {
        email,
        name: email.split("@")[0] ?? email,
        role: "owner",
        locale: "en",
      } as const;
      const memberId = await addMember(db, envelope(), owner);
      const channel = { name, settings: defaultChannelSettings };
      const { key } = await createChannel(db, envelope(), channel);
      const deps = { db, bus: openSilentBus(), log: context.log };
      const policy = { name: "Help desk", text: defaultPolicyText(name) };
      const { policyId, version } = await createPolicy(deps, envelope(), policy);
      await publishPolicy(deps, envelope(), { policyId, version });
      const token = await createSignInLink(db, tenantId, memberId, linkLifetimeMs);
      const signIn = `${publicUrl ?? `http://${host}:${port}`}/sign-in?token=${token}`;
      return {
        text: `Created ${slug}.\nWidget key: ${key}\nSign in as ${email} (once, within a day): ${signIn}`,
        json: { tenantId, slug, memberId, widgetKey: key, signIn },
      };
    });
  },
};
