import type { Tx } from "../client.ts";

/**
 * Writes a mark into the database's write-ahead log, so that the transaction's commit waits for the disk
 * like that of a message. No row is written, and nobody reads the mark.
 */
export const commitMark = async (tx: Tx): Promise<void> => {
  await tx`select pg_logical_emit_message(true, 'xin', 'delivery check')`;
};
