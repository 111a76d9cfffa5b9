import type { Mode } from "#contract/mode.ts";
import type { Tx } from "../client.ts";

/** A policy as a row of the list. */
export type PolicyRow = {
  readonly id: string;
  readonly name: string;
  /** The version that answers visitors; null when none does. */
  readonly productionVersion: number | null;
  readonly lastVersion: number;
  /** What the production version lets the AI do; null when none is published. */
  readonly mode: Mode | null;
  /** When the newest version was written. ISO 8601, UTC. */
  readonly changedAt: string;
};

/** A version without its text. */
export type PolicyVersionRow = {
  readonly version: number;
  readonly note: string | null;
  readonly authorName: string;
  readonly createdAt: string;
  /** SHA-256, in hex, over the text and what answers rested on when it was written; null in old versions. */
  readonly basisHash: string | null;
};

/** A version with its text. Versions never change. */
export type PolicyVersion = PolicyVersionRow & {
  readonly policyId: string;
  readonly policyName: string;
  readonly text: string;
};

/** All policies of the tenant, by name. */
export const readPolicies = async (tx: Tx): Promise<PolicyRow[]> => {
  const rows = await tx<(Omit<PolicyRow, "changedAt"> & { readonly changedAt: Date })[]>`
    select p.id, p.name, p.production_version as "productionVersion", p.last_version as "lastVersion",
      live.parsed -> 'settings' ->> 'mode' as mode, coalesce(newest.created_at, p.created_at) as "changedAt"
    from xin.policies p
    left join xin.policy_versions live
      on live.tenant_id = p.tenant_id and live.policy_id = p.id and live.version = p.production_version
    left join xin.policy_versions newest
      on newest.tenant_id = p.tenant_id and newest.policy_id = p.id and newest.version = p.last_version
    order by p.name, p.id`;
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }));
};

/** The latest 200 versions of a policy, newest first. */
export const readPolicyVersions = async (tx: Tx, policyId: string): Promise<PolicyVersionRow[]> => {
  const rows = await tx<(Omit<PolicyVersionRow, "createdAt"> & { readonly createdAt: Date })[]>`
    select version, note, author_name as "authorName", created_at as "createdAt",
      encode(basis_hash, 'hex') as "basisHash"
    from xin.policy_versions where policy_id = ${policyId} order by version desc limit 200`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
};

/** One version, or null when the tenant has none such. */
export const readPolicyVersion = async (
  tx: Tx,
  policyId: string,
  version: number,
): Promise<PolicyVersion | null> => {
  const [row] = await tx<VersionRecord[]>`${versions(tx)}
    where v.policy_id = ${policyId} and v.version = ${version}`;
  return row === undefined ? null : toVersion(row);
};

/** The version that answers visitors, or null when the tenant has published none. */
export const readProductionPolicy = async (tx: Tx): Promise<PolicyVersion | null> => {
  const [row] = await tx<VersionRecord[]>`${versions(tx)}
    where v.version = p.production_version order by v.created_at desc limit 1`;
  return row === undefined ? null : toVersion(row);
};

/** The version that answers in a conversation, or null where none does. */
export const readPolicyIn = async (
  tx: Tx,
  conversationId: string,
): Promise<PolicyVersion | null> => {
  const [row] = await tx<VersionRecord[]>`${versions(tx)}
    join (
      select i.policy_id, i.version from xin.conversations c
      cross join lateral xin.policy_in(c.tenant_id, c.id, c.opened_under) i where c.id = ${conversationId}
    ) held on held.policy_id = v.policy_id and held.version = v.version`;
  return row === undefined ? null : toVersion(row);
};

type VersionRecord = Omit<PolicyVersion, "createdAt"> & { readonly createdAt: Date };

const versions = (tx: Tx) => tx`
  select v.policy_id as "policyId", p.name as "policyName", v.version, v.text, v.note,
    v.author_name as "authorName", v.created_at as "createdAt", encode(v.basis_hash, 'hex') as "basisHash"
  from xin.policies p
  join xin.policy_versions v on v.tenant_id = p.tenant_id and v.policy_id = p.id`;

const toVersion = (row: VersionRecord): PolicyVersion => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
});

/** The text of a policy's newest version, or null when the tenant has no such policy. */
export const readNewestPolicyText = async (tx: Tx, policyId: string): Promise<string | null> => {
  const [row] = await tx<{ text: string }[]>`
    select v.text from xin.policies p join xin.policy_versions v
      on v.tenant_id = p.tenant_id and v.policy_id = p.id and v.version = p.last_version
    where p.id = ${policyId}`;
  return row?.text ?? null;
};

/** The number of a policy's newest version; null when the tenant has no such policy. */
export const readNewestVersion = async (tx: Tx, policyId: string): Promise<number | null> => {
  const [row] = await tx<{ version: number }[]>`
    select last_version as version from xin.policies where id = ${policyId}`;
  return row?.version ?? null;
};

/** Versions of a policy that have answered visitors, in order: whoever published one stands in the audit log. */
export const readPublishedVersions = async (tx: Tx, policyId: string): Promise<number[]> => {
  const rows = await tx<{ version: number }[]>`
    select distinct (detail ->> 'version')::int as version from xin.audit_log
    where action = 'policy.publish' and target = ${policyId} order by 1`;
  return rows.map(({ version }) => version);
};
