import { readModelProviders } from "#db/reads/model-providers.ts";
import { deleteModelProvider, lockModelProviders } from "#db/writes/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deleteSecretWithin } from "../tenancy/secrets.ts";
import { changeModels } from "./change-models.ts";
import { assertNotNamed } from "./assert-not-named.ts";
import { keySecretOf, type ModelDeps } from "./model-deps.ts";
import { ModelRefused } from "./model-refused.ts";

/**
 * Deletes a provider and its key. Needs `models.manage`; refused as ModelRefused `not_found`, or `conflict`
 * when the policy that answers names it.
 */
export const deleteProvider = async (
  deps: ModelDeps,
  env: Envelope,
  { providerId }: { readonly providerId: string },
): Promise<void> => {
  assertMay(env.actor.role, "models.manage");
  await changeModels(deps, env, async (tx) => {
    await lockModelProviders(tx, env.tenantId);
    const found = (await readModelProviders(tx)).find(({ id }) => id === providerId);
    if (found === undefined) throw new ModelRefused("not_found", "not_found");
    await assertNotNamed(tx, found.name);
    await deleteModelProvider(tx, providerId);
    await deleteSecretWithin(tx, env, keySecretOf(providerId));
    return { type: "model.deleted", target: providerId, detail: { name: found.name } };
  });
};
