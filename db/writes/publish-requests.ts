import type { Tx } from "../client.ts";
import type { PublishRequest } from "../reads/publish-requests.ts";
import type { PointedVersion } from "./policy-moves.ts";

/** A wish to move a pointer, as it is stored. */
export type NewPublishRequest = Pick<
  PublishRequest,
  "id" | "pointer" | "share" | "stopsWhen" | "movesRunning" | "isRollback" | "gate"
> &
  Pick<PublishRequest, "askedByKind" | "askedById" | "askedBy"> & {
    readonly to: PointedVersion;
    readonly answering: PointedVersion | null;
  };

/** Stores it as asked after the newest move there is. The modes must be locked (`lockModes`). */
export const insertPublishRequest = async (
  tx: Tx,
  tenantId: string,
  { to, answering, ...wish }: NewPublishRequest,
): Promise<void> => {
  const gate = wish.gate === null ? null : tx.json(wish.gate);
  const stopsWhen = wish.stopsWhen === null ? null : tx.json(wish.stopsWhen);
  await tx`insert into xin.publish_requests (tenant_id, id, pointer, policy_id, version, answering_policy_id,
      answering_version, asked_after, share, stops_when, moves_running, is_rollback, gate, asked_by_kind, asked_by_id,
      asked_by_name)
    select ${tenantId}, ${wish.id}, ${wish.pointer}, ${to.policyId}, ${to.version},
      ${answering?.policyId ?? null}, ${answering?.version ?? null}, coalesce(max(n), 0), ${wish.share}, ${stopsWhen},
      ${wish.movesRunning}, ${wish.isRollback}, ${gate}, ${wish.askedByKind}, ${wish.askedById}, ${wish.askedBy}
    from xin.policy_moves`;
};

/** The open request about the same pointer and version, locked; null when there is none. */
export const lockSameRequest = async (
  tx: Tx,
  pointer: PublishRequest["pointer"],
  { policyId, version }: PointedVersion,
): Promise<string | null> => {
  const [row] = await tx<{ id: string }[]>`select id from xin.publish_requests
    where pointer = ${pointer} and policy_id = ${policyId} and version = ${version} and state = 'open' for update`;
  return row?.id ?? null;
};

/** How a request ended, by whom, and with which words. */
export type Settlement = {
  readonly state: "approved" | "declined" | "withdrawn" | "replaced";
  readonly byId: string;
  readonly by: string;
  readonly words: string | null;
};

/** Settles an open request. Answers false when it was settled before. */
export const settlePublishRequest = async (
  tx: Tx,
  id: string,
  { state, byId, by, words }: Settlement,
): Promise<boolean> =>
  (
    await tx`update xin.publish_requests set state = ${state}, settled_by_id = ${byId},
      settled_by_name = ${by}, settled_at = now(), words = ${words} where id = ${id} and state = 'open'`
  ).count > 0;
