import type { Envelope } from "../../actions/envelope.ts";
import type { KeyProvider } from "../../tenancy/key-provider.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { sealForStore } from "../../tenancy/secrets.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { buildModel } from "./build-model.ts";
import { chooseModel, type LentModels, type ModelChoice } from "./choose-model.ts";
import type { EmbeddingDeps } from "./embedding-deps.ts";

/** What adding a model needs besides: the keys' provider, and what the installation lends. */
export type AddModelDeps = EmbeddingDeps & {
  readonly keys: KeyProvider;
  readonly lent: LentModels;
};

/**
 * Adds a model by a choice and begins to build it; the same choice again goes on with it. Its key is stored
 * with it, once the model has answered with it. Refused: as by `chooseModel` and `buildModel`; `forbidden` for
 * a key by who may not manage secrets.
 */
export const addModel = async (
  deps: AddModelDeps,
  envelope: Envelope,
  choice: ModelChoice,
): Promise<{ readonly modelId: string }> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { model, key } = await chooseModel(choice, deps.lent);
  const isOwn = choice.provider === "openai" && choice.url !== undefined;
  const by = isOwn ? envelope : systemEnvelope(envelope.tenantId, "the installation's key");
  const name = model.settings.secret;
  const sealed =
    key === null || name === undefined
      ? null
      : { value: key, by, sealed: await sealForStore(deps.keys, by, { name, value: key }) };
  await buildModel(deps, envelope, model, sealed);
  return { modelId: model.id };
};
