import type { Decision } from "#contract/decision.ts";
import type { Tx } from "../client.ts";

/** What of a decision tells what was tried. */
export type TriedDecision = Pick<
  Decision,
  "outcome" | "confidence" | "guards" | "attempts" | "rules"
> & {
  /** The article that was found first, and how many passages there were. */
  readonly title: string | null;
  readonly found: number;
};

/** The latest decisions of a conversation, oldest first, without the texts they rest on. */
export const readTriedDecisions = async (
  tx: Tx,
  conversationId: string,
  limit: number,
): Promise<TriedDecision[]> => {
  const rows = await tx<TriedDecision[]>`
    select d.outcome, d.confidence, d.guards, d.attempts, d.rules,
      d.passages -> 0 ->> 'title' as title, jsonb_array_length(d.passages) as found
    from xin.decisions d where d.conversation_id = ${conversationId} and d.kind = 'reply'
    order by d.created_at desc, d.id desc limit ${limit}`;
  return rows.toReversed();
};
