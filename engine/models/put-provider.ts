import { v7 as uuidv7 } from "uuid";
import { readModelProviders } from "#db/reads/model-providers.ts";
import { lockModelProviders, putModelProvider } from "#db/writes/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deleteSecretWithin, sealForStore, storeSealed } from "../tenancy/secrets.ts";
import { changeModels } from "./change-models.ts";
import { assertNotNamed } from "./assert-not-named.ts";
import { checkKey, checkProvider, endingOf, type ProviderInput } from "./check-provider.ts";
import { keySecretOf, type ModelDeps } from "./model-deps.ts";
import { ModelRefused } from "./model-refused.ts";

/** Most providers of a workspace. */
const maxProviders = 20;

/**
 * Adds a provider, to be asked after those there are, with its key sealed; an empty key is for a server that
 * wants none. Needs `models.manage`. Refused as ModelRefused `invalid` or `conflict`.
 */
export const addProvider = async (
  deps: ModelDeps,
  env: Envelope,
  input: ProviderInput & { readonly key?: string },
): Promise<{ readonly providerId: string }> => {
  assertMay(env.actor.role, "models.manage");
  const checked = checkProvider(input, deps.config.modelAllow);
  const key = checkKey(input.key ?? "");
  const id = uuidv7();
  const sealed =
    key === null
      ? null
      : await sealForStore(deps.keyProvider, env, { name: keySecretOf(id), value: key });
  await changeModels(deps, env, async (tx) => {
    await lockModelProviders(tx, env.tenantId);
    const all = await readModelProviders(tx);
    if (all.length >= maxProviders) throw new ModelRefused("too_many", "conflict");
    if (all.some(({ name }) => name === checked.name)) {
      throw new ModelRefused("name_taken", "conflict");
    }
    const keyEnding = key === null ? null : endingOf(key);
    await putModelProvider(tx, env.tenantId, { ...checked, id, keyEnding });
    if (sealed !== null) await storeSealed(tx, env, sealed);
    const detail = { name: checked.name, model: checked.model };
    return { type: "model.added", target: id, detail };
  });
  return { providerId: id };
};

/** A change of a provider: what is left out stays. An empty key takes the stored one away. */
export type ProviderChange = Partial<ProviderInput> & {
  readonly providerId: string;
  readonly key?: string;
};

/**
 * Changes a provider. One that leads to another server needs its key again. Needs `models.manage`. Refused
 * as ModelRefused `invalid`, `conflict` or `not_found`.
 */
export const changeProvider = async (
  deps: ModelDeps,
  env: Envelope,
  { providerId: id, key: rawKey, ...input }: ProviderChange,
): Promise<void> => {
  assertMay(env.actor.role, "models.manage");
  const key = rawKey === undefined ? undefined : checkKey(rawKey);
  const name = keySecretOf(id);
  const sealed =
    key === undefined || key === null
      ? null
      : await sealForStore(deps.keyProvider, env, { name, value: key });
  await changeModels(deps, env, async (tx) => {
    await lockModelProviders(tx, env.tenantId);
    const all = await readModelProviders(tx);
    const before = all.find((one) => one.id === id);
    if (before === undefined) throw new ModelRefused("not_found", "not_found");
    const isMoved = input.url !== undefined && input.url !== before.url;
    const allow = isMoved ? deps.config.modelAllow : null;
    const checked = checkProvider({ ...before, ...input }, allow);
    if (all.some((one) => one.name === checked.name && one.id !== id)) {
      throw new ModelRefused("name_taken", "conflict");
    }
    if (checked.name !== before.name) await assertNotNamed(tx, before.name);
    const isElsewhere = new URL(checked.url).origin !== new URL(before.url).origin;
    if (isElsewhere && before.keyEnding !== null && key === undefined) {
      throw new ModelRefused("key_again");
    }
    const keyEnding = key === undefined ? before.keyEnding : key === null ? null : endingOf(key);
    await putModelProvider(tx, env.tenantId, { ...checked, id, keyEnding });
    if (sealed !== null) await storeSealed(tx, env, sealed);
    if (key === null) await deleteSecretWithin(tx, env, name);
    const detail = { name: checked.name, model: checked.model, enabled: checked.enabled };
    return { type: "model.changed", target: id, detail };
  });
};
