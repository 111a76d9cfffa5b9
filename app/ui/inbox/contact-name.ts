import type { ConversationRow } from "#contract/conversation-row.ts";

/** How a contact is called: by name, else by address, else as a visitor told apart by the id's end. */
export const contactName = (contact: ConversationRow["contact"], visitor: string): string =>
  contact.name ?? contact.email ?? `${visitor} ${contact.id.slice(-4).toUpperCase()}`;
