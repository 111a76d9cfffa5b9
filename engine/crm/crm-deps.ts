import type { Foundation } from "../runtime/foundation.ts";

/** What changes of the connection work with. */
export type CrmDeps = Pick<Foundation, "db" | "bus" | "keyProvider"> & {
  readonly config: Pick<Foundation["config"], "crmAllow">;
};

/** Name of the sealed secret with the key. */
export const crmKeySecret = "crm";
