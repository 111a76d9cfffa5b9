import type { Tx } from "../client.ts";

/** The state of the tenant's knowledge base: it counts every change, and is 0 while there was none. */
export const readKnowledgeVersion = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from xin.knowledge_bases`;
  return row?.version ?? 0;
};
