import type { Foundation } from "../runtime/foundation.ts";

/** What changes of models work with. */
export type ModelDeps = Pick<Foundation, "db" | "bus" | "log" | "keyProvider"> & {
  readonly config: Pick<Foundation["config"], "modelAllow">;
};

/** Name of the sealed secret with a provider's key. */
export const keySecretOf = (providerId: string): string => `model.${providerId}`;
