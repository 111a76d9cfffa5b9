import type { Tx } from "../client.ts";

/** Sets where a contact is written to. */
export const setContactEmail = async (tx: Tx, contactId: string, email: string): Promise<void> => {
  await tx`update xin.contacts set email = ${email} where id = ${contactId}`;
};
