import type { Services } from "../runtime/services.ts";

/** What changes of models work with. */
export type ModelDeps = Pick<Services, "db" | "bus" | "log" | "keyProvider"> & {
  readonly config: Pick<Services["config"], "modelAllow">;
};

/** Name of the sealed secret with a provider's key. */
export const keySecretOf = (providerId: string): string => `model.${providerId}`;
