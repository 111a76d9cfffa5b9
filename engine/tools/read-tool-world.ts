import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "#db/client.ts";
import { readMembers } from "#db/reads/members.ts";
import { readTagsInUse } from "#db/reads/tags.ts";
import { may } from "../tenancy/permissions.ts";
import type { ToolWorld } from "./tool.ts";

/** Reads what the tools of a reply may know: the contact of this conversation and nobody else. */
export const readToolWorld = async (
  tx: Tx,
  { contact }: ConversationRow,
  { address, identity }: Pick<ToolWorld, "address" | "identity">,
): Promise<ToolWorld> => {
  const [tags, members] = await Promise.all([readTagsInUse(tx), readMembers(tx)]);
  const { name, email, locale, createdAt } = contact;
  return {
    contact: {
      name,
      email,
      provenEmail: contact.verified?.email ?? null,
      language: locale,
      knownSince: createdAt,
    },
    address,
    identity,
    tags,
    members: members
      .filter(({ role }) => may(role, "conversations.write"))
      .map(({ id, name: called }) => ({ id, name: called })),
  };
};
