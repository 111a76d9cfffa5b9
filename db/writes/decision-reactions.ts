import type { ReactionKind } from "#contract/decision-reaction.ts";
import type { StoredEvent } from "../reads/stored-event.ts";
import type { Tx } from "../client.ts";

/** What a person did after a decision, and the event that says so. */
export type NewReaction = {
  readonly decisionId: string;
  readonly kind: ReactionKind;
  readonly editDistance: number | null;
  readonly draftLength: number | null;
  readonly wordsChanged: number | null;
  readonly draftWords: number | null;
  readonly waitedMs: number | null;
  readonly reason: string | null;
};

/** Records a reaction, unless it is there or there is no such decision. */
export const insertReaction = async (
  tx: Tx,
  tenantId: string,
  event: Pick<StoredEvent, "conversationId" | "seq" | "actor" | "at">,
  reaction: NewReaction,
): Promise<void> => {
  const { decisionId, kind, editDistance, draftLength, wordsChanged, draftWords } = reaction;
  const { waitedMs, reason } = reaction;
  const { conversationId, seq, actor, at } = event;
  await tx`insert into xin.decision_reactions
      (tenant_id, decision_id, conversation_id, seq, kind, actor_kind, actor_id, edit_distance, draft_length,
        words_changed, draft_words, waited_ms, reason, at)
    select d.tenant_id, d.id, ${conversationId}, ${seq}, ${kind}, ${actor.kind}, ${actor.id},
      ${editDistance}, ${draftLength}, ${wordsChanged}, ${draftWords}, ${waitedMs}, ${reason}, ${at}
    from xin.decisions d where d.tenant_id = ${tenantId} and d.id = ${decisionId}
    on conflict do nothing`;
};

/**
 * Records a reaction of a kind that counts once for a decision: who replied or took over first. The tenant's
 * reactions are followed by one worker at a time, so nobody comes between.
 */
export const insertFirstReaction = async (
  tx: Tx,
  tenantId: string,
  event: Pick<StoredEvent, "conversationId" | "seq" | "actor" | "at">,
  reaction: NewReaction,
): Promise<void> => {
  const there = await tx`select from xin.decision_reactions
    where decision_id = ${reaction.decisionId} and kind = ${reaction.kind} limit 1`;
  if (there.length === 0) await insertReaction(tx, tenantId, event, reaction);
};
