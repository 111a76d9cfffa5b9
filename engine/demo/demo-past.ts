import type { Db } from "#db/client.ts";

/**
 * What the demo does to its own rows besides the actions: a name for an anonymous contact, and times
 * that agree with the log. The log itself is written by the actions alone, at the story's times.
 */
export const nameContact = async (
  db: Db,
  tenantId: string,
  contactId: string,
  { name, email }: { readonly name: string | null; readonly email: string | null },
): Promise<void> => {
  await db.tenant(
    tenantId,
    (tx) => tx`update xin.contacts set name = ${name}, email = ${email} where id = ${contactId}`,
  );
};

/** Dates the conversation, its contact and its decisions by the events they belong to. */
export const dateConversation = async (
  db: Db,
  tenantId: string,
  conversationId: string,
): Promise<void> => {
  await db.tenant(tenantId, async (tx) => {
    await tx`update xin.conversations c set created_at = first.at
      from xin.events first
      where c.id = ${conversationId} and first.conversation_id = c.id and first.seq = 1`;
    await tx`update xin.contacts p set created_at = c.created_at, seen_at = c.updated_at
      from xin.conversations c where c.id = ${conversationId} and p.id = c.contact_id`;
    await tx`update xin.decisions d set created_at = e.at
      from xin.events e
      where d.conversation_id = ${conversationId} and e.conversation_id = d.conversation_id
        and e.decision_id = d.id`;
  });
};
