import { readModelProviders } from "#db/reads/model-providers.ts";
import { lockModelProviders, placeModelProviders } from "#db/writes/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { changeModels } from "./change-models.ts";
import type { ModelDeps } from "./model-deps.ts";
import { ModelRefused } from "./model-refused.ts";

/**
 * Sets the order in which providers are asked. Needs `models.manage`; refused as ModelRefused `conflict`
 * when the ids are not those of all providers.
 */
export const orderProviders = async (
  deps: ModelDeps,
  env: Envelope,
  { providerIds }: { readonly providerIds: readonly string[] },
): Promise<void> => {
  assertMay(env.actor.role, "models.manage");
  await changeModels(deps, env, async (tx) => {
    await lockModelProviders(tx, env.tenantId);
    const known = (await readModelProviders(tx)).map(({ id }) => id);
    if (known.toSorted().join() !== providerIds.toSorted().join()) {
      throw new ModelRefused("order", "conflict");
    }
    await placeModelProviders(tx, providerIds);
    return { type: "models.ordered", target: null };
  });
};
