import type { Tx } from "../client.ts";

/** How far each side has seen a conversation; 0 for a side that never looked. */
export type SeenSeqs = { readonly visitor: number; readonly team: number };

/** Reads both sides. The team has seen what any of its members has seen. */
export const readSeenSeqs = async (tx: Tx, conversationId: string): Promise<SeenSeqs> => {
  const [row] = await tx<SeenSeqs[]>`
    select coalesce(max(seen_seq) filter (where reader = 'visitor'), 0) as visitor,
      coalesce(max(seen_seq) filter (where reader <> 'visitor'), 0) as team
    from xin.read_marks where conversation_id = ${conversationId}`;
  return row ?? { visitor: 0, team: 0 };
};
