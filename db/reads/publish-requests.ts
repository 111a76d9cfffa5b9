import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";
import type { CanaryRule } from "./policy-moves.ts";

/** Somebody's wish to move a protected pointer, and what became of it. */
export type PublishRequest = {
  readonly id: string;
  readonly pointer: "production" | "canary";
  readonly policyId: string;
  readonly policyName: string;
  readonly version: number;
  /** What answered visitors when it was asked for; null for nothing. */
  readonly answering: {
    readonly policyId: string;
    readonly policyName: string;
    readonly version: number;
  } | null;
  /** Of the conversations, 0 to 1; null for production. */
  readonly share: number | null;
  /** What is to stop a canary by itself; null for nothing. */
  readonly stopsWhen: CanaryRule | null;
  /** Whether open conversations are to move along. */
  readonly movesRunning: boolean;
  /** Whether the version had answered visitors before. */
  readonly isRollback: boolean;
  /** How its tests ended, and why it should answer in spite of those that fail; null where none were run. */
  readonly gate: {
    readonly passed: number;
    readonly failed: number;
    readonly override: string | null;
  } | null;
  readonly askedByKind: string;
  readonly askedById: string;
  readonly askedBy: string;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  /** `overtaken`: open, but a pointer has moved since; `replaced`: asked for anew after that. */
  readonly state: "open" | "overtaken" | "approved" | "declined" | "withdrawn" | "replaced";
  readonly settledBy: string | null;
  readonly settledAt: string | null;
  /** What whoever approved or declined said. */
  readonly words: string | null;
};

/** Most that are read: of those that wait, and of those that were settled last. */
const limits = { waiting: 50, settled: 10 };

/** What waits for a second person, newest first, and then what was settled in the last 14 days. */
export const readPublishRequests = (tx: Tx): Promise<PublishRequest[]> =>
  tx<PublishRequest[]>`
    (${requests(tx)} where r.state = 'open' order by r.asked_at desc limit ${limits.waiting})
    union all
    (${requests(tx)} where r.settled_at > now() - interval '14 days' and r.state <> 'replaced'
      order by r.settled_at desc limit ${limits.settled})`;

/** One of them; null when the workspace has none such. */
export const readPublishRequest = async (tx: Tx, id: string): Promise<PublishRequest | null> => {
  const [row] = await tx<PublishRequest[]>`${requests(tx)} where r.id = ${id}`;
  return row ?? null;
};

/** How many wait for a member's word: those of others that nothing has overtaken. */
export const countRequestsFor = async (tx: Tx, memberId: string): Promise<number> => {
  const [row] = await tx<
    { count: number }[]
  >`select count(*)::int as count from xin.publish_requests r
    where r.state = 'open' and r.asked_by_id <> ${memberId} and not ${overtaken(tx)}`;
  return row?.count ?? 0;
};

const requests = (tx: Tx) => tx`
  select r.id, r.pointer, r.policy_id as "policyId", p.name as "policyName", r.version,
    case when a.id is null then null else jsonb_build_object(
      'policyId', a.id, 'policyName', a.name, 'version', r.answering_version) end as answering,
    r.share::float8 as share, r.stops_when as "stopsWhen", r.moves_running as "movesRunning", r.is_rollback as "isRollback", r.gate,
    r.asked_by_kind as "askedByKind", r.asked_by_id as "askedById", r.asked_by_name as "askedBy",
    ${isoTime(tx, "r.asked_at")} as "askedAt",
    case when r.state = 'open' and ${overtaken(tx)} then 'overtaken' else r.state end as state,
    r.settled_by_name as "settledBy", ${isoTime(tx, "r.settled_at")} as "settledAt", r.words
  from xin.publish_requests r
  join xin.policies p on p.tenant_id = r.tenant_id and p.id = r.policy_id
  left join xin.policies a on a.tenant_id = r.tenant_id and a.id = r.answering_policy_id`;

const overtaken = (tx: Tx) => tx`exists (select from xin.policy_moves m
  where m.n > r.asked_after and m.pointer in ('production', r.pointer))`;
