import { readEmbeddingModel } from "#db/reads/embedding-models.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { sealSecret } from "../../tenancy/secrets.ts";
import { noModel } from "./activate-model.ts";
import type { AddModelDeps } from "./add-model.ts";
import { assertAnswers } from "./assert-answers.ts";
import { keyNameOf } from "./openai-model.ts";

/**
 * Replaces the workspace's own key for a model, which is asked for a vector with it first; the next question
 * uses it. Refused: `forbidden`; `not_found`; `conflict` for a model that was added without a key; `invalid`
 * when the model does not answer with this one.
 */
export const setModelKey = async (
  { db, keys }: Pick<AddModelDeps, "db" | "keys">,
  envelope: Envelope,
  { modelId, key }: { readonly modelId: string; readonly key: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "secrets.manage");
  const { tenantId } = envelope;
  const model = await db.tenant(tenantId, (tx) => readEmbeddingModel(tx, modelId));
  if (model === null) throw noModel(modelId);
  const name = keyNameOf(modelId);
  if (model.settings.secret !== name) {
    throw new ActionRefused({
      kind: "conflict",
      message: `${modelId} has no key of this workspace. Add the model again with its URL and a key.`,
    });
  }
  await assertAnswers(db, tenantId, model, key);
  if (!envelope.dryRun) await sealSecret(db, keys, envelope, { name, value: key });
};
