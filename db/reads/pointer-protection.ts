import type { Tx } from "../client.ts";

/** Which pointers move only when a second person agrees. */
export type PointerProtection = {
  readonly production: boolean;
  readonly canary: boolean;
  /** Whether one person may go back at once to a version that has answered before. */
  readonly rollbackAlone: boolean;
};

/** What the workspace asks for; where it has set nothing, no pointer is protected. */
export const readPointerProtection = async (tx: Tx): Promise<PointerProtection> => {
  const [row] = await tx<PointerProtection[]>`
    select production, canary, rollback_alone as "rollbackAlone" from xin.pointer_protections`;
  return row ?? { production: false, canary: false, rollbackAlone: true };
};
