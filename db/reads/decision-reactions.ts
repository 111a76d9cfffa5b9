import type { DecisionReaction } from "#contract/decision-reaction.ts";
import type { Tx } from "../client.ts";

/** What people did after each of these decisions, oldest first. Decisions nobody reacted to are missing. */
export const readReactions = async (
  tx: Tx,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DecisionReaction[]>> => {
  if (decisionIds.length === 0) return new Map();
  const rows = await tx<ReactionRow[]>`
    select r.decision_id as "decisionId", r.kind, r.seq, r.actor_kind as "actorKind", r.actor_id as "actorId",
      m.name as "actorName", r.edit_distance as "editDistance", r.draft_length as "draftLength",
      r.words_changed as "wordsChanged", r.draft_words as "draftWords", r.waited_ms::float8 as "waitedMs", r.reason, r.at
    from xin.decision_reactions r
    left join xin.members m
      on m.tenant_id = r.tenant_id and r.actor_kind = 'member' and m.id::text = r.actor_id
    where r.decision_id = any(${[...decisionIds]}::uuid[])
    order by r.seq, r.kind`;
  return Map.groupBy(rows.map(toReaction), ({ decisionId }) => decisionId);
};

type ReactionRow = Omit<DecisionReaction, "by" | "at"> & {
  readonly decisionId: string;
  readonly actorKind: DecisionReaction["by"]["kind"];
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly at: Date;
};

const toReaction = ({ actorKind, actorId, actorName, at, ...rest }: ReactionRow) => ({
  ...rest,
  by: { kind: actorKind, id: actorId, name: actorName },
  at: at.toISOString(),
});
