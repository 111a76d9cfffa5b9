import type { Decision, DecisionRetrieval } from "#contract/decision.ts";
import type { DecisionReaction } from "#contract/decision-reaction.ts";
import type { Tx } from "../client.ts";
import { readReactions } from "./decision-reactions.ts";

/** One decision, or null when the tenant has none with this id. */
export const readDecision = async (tx: Tx, decisionId: string): Promise<Decision | null> => {
  const [decision] = await readDecisionsById(tx, [decisionId]);
  return decision ?? null;
};

/** The decisions with these ids, in their order. Those the tenant does not have are missing. */
export const readDecisionsById = async (tx: Tx, ids: readonly string[]): Promise<Decision[]> => {
  const rows = await tx<DecisionRow[]>`${select(tx)} where d.id = any(${[...ids]}::uuid[])`;
  const byId = new Map((await withReactions(tx, rows)).map((decision) => [decision.id, decision]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

/** The latest 100 decisions of a conversation, oldest first. */
export const readDecisions = async (tx: Tx, conversationId: string): Promise<Decision[]> => {
  const rows = await tx<DecisionRow[]>`${select(tx)}
    where d.conversation_id = ${conversationId} order by d.created_at desc, d.id desc limit 100`;
  return (await withReactions(tx, rows)).toReversed();
};

const withReactions = async (tx: Tx, rows: readonly DecisionRow[]): Promise<Decision[]> => {
  const reactions = await readReactions(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toDecision(row, reactions.get(row.id) ?? []));
};

type DecisionRow = Omit<
  Decision,
  "policy" | "createdAt" | "timingsMs" | "features" | "retrieval" | "reactions"
> & {
  /** What searched stands among what was found: see insertDecision. */
  readonly features: Record<string, number> & { readonly retrieval?: DecisionRetrieval };
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  readonly policyName: string | null;
  readonly policyAuthor: string | null;
  readonly policyCreatedAt: Date | null;
  readonly timingsMs: Partial<Decision["timingsMs"]>;
  readonly createdAt: Date;
};

const select = (tx: Tx) => tx`
  select d.id, d.conversation_id as "conversationId", d.trigger_seq as "triggerSeq", d.epoch, d.kind, d.mode,
    d.outcome, d.reason, d.question, d.answer, d.confidence, d.threshold, d.features, d.passages, d.citations,
    d.rules, d.guards, d.policy_id as "policyId", d.policy_version as "policyVersion", p.name as "policyName",
    v.author_name as "policyAuthor", v.created_at as "policyCreatedAt", d.provider, d.model, d.attempts,
    d.tokens_in as "tokensIn", d.tokens_out as "tokensOut", d.cost_usd::float8 as "costUsd",
    d.timings_ms as "timingsMs", d.message_seq as "messageSeq", d.undo, d.tools, d.revises, d.instruction,
    d.created_at as "createdAt"
  from xin.decisions d
  left join xin.policies p on p.tenant_id = d.tenant_id and p.id = d.policy_id
  left join xin.policy_versions v
    on v.tenant_id = d.tenant_id and v.policy_id = d.policy_id and v.version = d.policy_version`;

const toDecision = (row: DecisionRow, reactions: readonly DecisionReaction[]): Decision => {
  const { policyId, policyVersion, policyName, policyAuthor, policyCreatedAt, ...others } = row;
  const { features: stored, ...rest } = others;
  const { retrieval = null, ...features } = stored;
  return {
    ...rest,
    features,
    retrieval,
    reactions,
    policy:
      policyId === null || policyVersion === null || policyName === null
        ? null
        : {
            id: policyId,
            name: policyName,
            version: policyVersion,
            authorName: policyAuthor ?? "",
            createdAt: policyCreatedAt?.toISOString() ?? "",
          },
    timingsMs: { retrieval: 0, model: 0, total: 0, firstToken: null, ...row.timingsMs },
    createdAt: row.createdAt.toISOString(),
  };
};
