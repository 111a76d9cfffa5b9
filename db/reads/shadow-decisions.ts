import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";
import { peopleSent } from "./people-sent.ts";

/** What the AI decided silently, and what people then sent. */
export type ShadowDecision = {
  readonly decisionId: string;
  readonly conversationId: string;
  readonly channelName: string;
  readonly question: string | null;
  readonly answer: string | null;
  /** `would_send:…` or `would_hand_over:…` */
  readonly reason: string;
  readonly confidence: number | null;
  readonly policyVersion: number | null;
  /** From the question to the decision, in milliseconds. */
  readonly decidedMs: number;
  /** ISO 8601, UTC: when the visitor asked. */
  readonly askedAt: string;
  /** What people sent until the visitor wrote again; null where nothing was sent yet. */
  readonly sent: string | null;
  /** How long the visitor waited for it, in milliseconds. */
  readonly waitedMs: number | null;
};

/** Which of them. */
export type ShadowFilter = {
  readonly days: number;
  readonly channelId: string | null;
  readonly would: "send" | "hand_over" | null;
};

/** Decisions read at once, the newest. */
export const shadowLimit = 500;

/** The newest that fit. */
export const readShadowDecisions = async (
  tx: Tx,
  { days, channelId, would }: ShadowFilter,
): Promise<readonly ShadowDecision[]> => {
  const channel = channelId === null ? tx`` : tx`and c.channel_id = ${channelId}`;
  const reason = would === null ? tx`` : tx`and d.reason like ${`would_${would}:%`}`;
  return tx<ShadowDecision[]>`
    select d.id as "decisionId", d.conversation_id as "conversationId", channel.name as "channelName",
      d.question, d.answer, coalesce(d.reason, '') as reason, d.confidence, d.policy_version as "policyVersion",
      coalesce((d.timings_ms ->> 'total')::float8, 0) as "decidedMs", ${isoTime(tx, "asked.at")} as "askedAt",
      answer.text as sent, extract(epoch from answer.at - asked.at)::float8 * 1000 as "waitedMs"
    from xin.decisions d
    join xin.conversations c on c.tenant_id = d.tenant_id and c.id = d.conversation_id
    join xin.channels channel on channel.tenant_id = c.tenant_id and channel.id = c.channel_id
    join xin.events asked
      on asked.tenant_id = d.tenant_id and asked.conversation_id = d.conversation_id and asked.seq = d.trigger_seq
    left join lateral (${peopleSent(tx)}) answer on true
    where d.mode = 'shadow' and d.outcome = 'shadowed'
      and d.created_at > now() - ${days}::int * interval '1 day' ${channel} ${reason}
    order by d.created_at desc, d.id desc limit ${shadowLimit}`;
};
