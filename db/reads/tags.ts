import type { Tx } from "../client.ts";

/** The tags of a conversation, in the order they are shown. */
export const readTags = async (tx: Tx, conversationId: string): Promise<readonly string[]> => {
  const rows = await tx<{ tag: string }[]>`
    select tag from xin.conversation_tags where conversation_id = ${conversationId}`;
  return rows.map(({ tag }) => tag).toSorted();
};
