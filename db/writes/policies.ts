import type { Tx } from "../client.ts";

/** A version to be stored. `parsed` is what the parser made of `text`, `hash` its SHA-256. */
export type NewPolicyVersion = {
  readonly policyId: string;
  readonly version: number;
  readonly text: string;
  readonly parsed: object;
  readonly hash: Buffer;
  /** What answers under it rest on beside the text, and the SHA-256 over both. */
  readonly basis: object;
  readonly basisHash: Buffer;
  readonly note: string | null;
  /** Who typed which lines; null where it was not written in the shared page. */
  readonly typists: object | null;
  readonly authorId: string;
  readonly authorName: string;
  /** When it was written; null for now. */
  readonly at: Date | null;
};

/** A policy as its writers need it, locked. */
export type LockedPolicy = {
  readonly name: string;
  readonly lastVersion: number;
  readonly productionVersion: number | null;
  /** SHA-256 of the newest version's text; null when there is no version yet. */
  readonly lastHash: Buffer | null;
};

/** Adds a policy without a version. */
export const insertPolicy = async (tx: Tx, tenantId: string, id: string, name: string) => {
  await tx`insert into xin.policies (tenant_id, id, name) values (${tenantId}, ${id}, ${name})`;
};

/** Locks a policy until the end of the transaction; null when the tenant has no such policy. */
export const lockPolicy = async (tx: Tx, policyId: string): Promise<LockedPolicy | null> => {
  const [row] = await tx<LockedPolicy[]>`
    select p.name, p.last_version as "lastVersion", p.production_version as "productionVersion",
      (select v.hash from xin.policy_versions v where v.tenant_id = p.tenant_id
        and v.policy_id = p.id and v.version = p.last_version) as "lastHash"
    from xin.policies p where p.id = ${policyId} for update of p`;
  return row ?? null;
};

/** Stores a version and makes it the newest one. The policy must be locked. */
export const insertPolicyVersion = async (tx: Tx, tenantId: string, version: NewPolicyVersion) => {
  await tx`insert into xin.policy_versions
    (tenant_id, policy_id, version, text, parsed, hash, basis, basis_hash, note, typists, author_id, author_name,
      created_at)
    values (${tenantId}, ${version.policyId}, ${version.version}, ${version.text},
      ${JSON.stringify(version.parsed)}::text::jsonb, ${version.hash},
      ${JSON.stringify(version.basis)}::text::jsonb, ${version.basisHash}, ${version.note},
      ${version.typists === null ? null : JSON.stringify(version.typists)}::text::jsonb, ${version.authorId},
      ${version.authorName}, coalesce(${version.at}::timestamptz, now()))`;
  await tx`update xin.policies set last_version = ${version.version} where id = ${version.policyId}`;
};

/** Makes a version the one that answers visitors. Other policies of the tenant stop doing so. */
export const setProductionVersion = async (tx: Tx, policyId: string, version: number) => {
  await tx`update xin.policies set production_version = null
    where id <> ${policyId} and production_version is not null`;
  await tx`update xin.policies set production_version = ${version} where id = ${policyId}`;
};
