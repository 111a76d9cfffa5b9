import type { DecisionSummary } from "#contract/decision-summary.ts";
import type { Tx } from "../client.ts";
import { type DecisionFilter, decisionCondition } from "./decision-filter.ts";
import { readReactions } from "./decision-reactions.ts";

/** Where a page of decisions ends: the next goes on after it. */
export type DecisionPlace = { readonly createdAt: string; readonly id: string };

/** Decisions that fit, the newest first, after a place or from the beginning. */
export const readDecisionList = async (
  tx: Tx,
  filter: DecisionFilter,
  page: { readonly after: DecisionPlace | null; readonly limit: number },
): Promise<DecisionSummary[]> => {
  const { after, limit } = page;
  const rows = await tx<SummaryRow[]>`
    select d.id, d.conversation_id as "conversationId", d.trigger_seq as "triggerSeq", d.kind, d.mode, d.outcome,
      d.reason, left(d.question, ${shownLength}) as question, left(d.answer, ${shownLength}) as answer,
      d.confidence, d.threshold, d.provider, d.model, d.tokens_in as "tokensIn", d.tokens_out as "tokensOut",
      d.cost_usd::float8 as "costUsd", coalesce((d.timings_ms ->> 'total')::float8, 0) as "totalMs",
      d.message_seq as "messageSeq", ${exactTime(tx)} as "createdAt", d.policy_id as "policyId",
      d.policy_version as "policyVersion", p.name as "policyName", contact.name as "contactName"
    from xin.decisions d
    join xin.conversations c on c.tenant_id = d.tenant_id and c.id = d.conversation_id
    join xin.contacts contact on contact.tenant_id = c.tenant_id and contact.id = c.contact_id
    left join xin.policies p on p.tenant_id = d.tenant_id and p.id = d.policy_id
    where ${decisionCondition(tx, filter)}
      ${after === null ? tx`` : tx`and (d.created_at, d.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`}
    order by d.created_at desc, d.id desc limit ${limit}`;
  const reactions = await readReactions(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ policyId, policyVersion, policyName, ...rest }) => ({
    ...rest,
    question: inOneLine(rest.question),
    answer: inOneLine(rest.answer),
    policy:
      policyId === null || policyVersion === null || policyName === null
        ? null
        : { id: policyId, name: policyName, version: policyVersion },
    reactions: reactions.get(rest.id) ?? [],
  }));
};

/** How many decisions fit, counted up to a limit. */
export const countDecisions = async (
  tx: Tx,
  filter: DecisionFilter,
  upTo: number,
): Promise<number> => {
  const [row] = await tx<{ n: number }[]>`select count(*)::int as n from (
    select from xin.decisions d where ${decisionCondition(tx, filter)} limit ${upTo}) fitting`;
  return row?.n ?? 0;
};

/** Most characters of a question or an answer in a list. */
const shownLength = 300;

type SummaryRow = Omit<DecisionSummary, "policy" | "reactions"> & {
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  readonly policyName: string | null;
};

/** To the microsecond: pages go on after a time, and a Date has only milliseconds. */
const exactTime = (tx: Tx) =>
  tx`to_char(d.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const inOneLine = (text: string | null): string | null =>
  text === null ? null : text.replaceAll(/\s+/g, " ").trim();
