import type { Tx } from "../client.ts";

/** A tenant, as far as other tenants' operators of the installation may know it. */
export type TenantSummary = { readonly id: string; readonly slug: string; readonly name: string };

/** Every tenant of the installation, oldest first. For the command line and background work only. */
export const listTenants = (tx: Tx): Promise<TenantSummary[]> =>
  tx<TenantSummary[]>`select id, slug, name from xin.list_tenants()`;

/** The tenant with this slug; null when there is none. For the command line only. */
export const tenantBySlug = async (tx: Tx, slug: string): Promise<TenantSummary | null> => {
  const [tenant] = await tx<TenantSummary[]>`
    select id, slug, name from xin.tenant_by_slug(${slug})`;
  return tenant ?? null;
};
