import type { Services } from "../runtime/services.ts";

/** What changes of the connection work with. */
export type CrmDeps = Pick<Services, "db" | "bus" | "keyProvider"> & {
  readonly config: Pick<Services["config"], "crmAllow">;
};

/** Name of the sealed secret with the key. */
export const crmKeySecret = "crm";
