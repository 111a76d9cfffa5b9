import type { Tx } from "../client.ts";

/** Tags to put on a conversation and to take off it. */
export type TagChange = { readonly added: readonly string[]; readonly removed: readonly string[] };

/** Changes the tags of a conversation, which must be locked. */
export const writeTags = async (
  tx: Tx,
  tenantId: string,
  conversationId: string,
  { added, removed }: TagChange,
): Promise<void> => {
  if (removed.length > 0) {
    await tx`delete from xin.conversation_tags
      where conversation_id = ${conversationId} and tag = any (${[...removed]}::text[])`;
  }
  if (added.length > 0) {
    await tx`insert into xin.conversation_tags (tenant_id, conversation_id, tag)
      select ${tenantId}, ${conversationId}, added.tag from unnest(${[...added]}::text[]) as added(tag)`;
  }
};
