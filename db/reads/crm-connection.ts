import type { Tx } from "../client.ts";

/** Where a workspace keeps its orders and tickets. The key is not here: it is sealed. */
export type CrmConnection = {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** The last characters of the key, empty for a short one; null for a server that wants none. */
  readonly keyEnding: string | null;
};

/** The connection of the workspace; null where there is none. */
export const readCrmConnection = async (tx: Tx): Promise<CrmConnection | null> => {
  const [row] = await tx<CrmConnection[]>`
    select url, key_ending as "keyEnding" from xin.crm_connections`;
  return row ?? null;
};
