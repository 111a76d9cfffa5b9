import type { Tx } from "../client.ts";

/** The tags of a conversation, in the order they are shown. */
export const readTags = async (tx: Tx, conversationId: string): Promise<readonly string[]> => {
  const rows = await tx<{ tag: string }[]>`
    select tag from xin.conversation_tags where conversation_id = ${conversationId}`;
  return rows.map(({ tag }) => tag).toSorted();
};

/** The first 500 tags that stand on any conversation of the tenant. */
export const readTagsInUse = async (tx: Tx): Promise<readonly string[]> => {
  const rows = await tx<{ tag: string }[]>`
    select distinct tag from xin.conversation_tags order by tag limit 500`;
  return rows.map(({ tag }) => tag);
};
