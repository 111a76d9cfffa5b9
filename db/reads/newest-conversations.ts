import type { Tx } from "../client.ts";

/** Ids of the conversations in which something happened last, the latest first. */
export const readNewestConversations = async (
  tx: Tx,
  limit: number,
): Promise<readonly string[]> => {
  const rows = await tx<{ id: string }[]>`
    select id from xin.conversations where visitor_seq > 0
    order by updated_at desc, id desc limit ${limit}`;
  return rows.map(({ id }) => id);
};
