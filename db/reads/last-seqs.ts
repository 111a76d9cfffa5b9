import type { Tx } from "../client.ts";

/** Where a conversation stands. */
export type LastSeq = { readonly id: string; readonly lastSeq: number };

/** The newest seq of each of these conversations. Ids the tenant does not have are left out. */
export const readLastSeqs = (tx: Tx, conversationIds: readonly string[]): Promise<LastSeq[]> =>
  tx<LastSeq[]>`
    select id, last_seq as "lastSeq" from xin.conversations
    where id = any(${[...conversationIds]}::uuid[])`;

/** The tenant's newest position; 0 before its first event. */
export const readLastPosition = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ position: number }[]>`
    select last_position as position from xin.tenant_positions`;
  return row?.position ?? 0;
};
