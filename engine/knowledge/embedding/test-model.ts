import type { Db } from "#db/client.ts";
import { readEmbeddingModel } from "#db/reads/embedding-models.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { noModel } from "./activate-model.ts";
import type { Vector } from "./embedder.ts";
import { embeddersOf } from "./embedders.ts";
import { refuseFailure } from "./refuse-failure.ts";

/**
 * How a model did: how long three short texts took, and the cosines of a question with one that asks the same
 * in other words, and with one that asks something else.
 */
export type ModelTest = { readonly ms: number; readonly same: number; readonly other: number };

/** Asks one of the workspace's models for vectors. Refused: `forbidden`; `not_found`; `invalid` when it gives none. */
export const testModel = async (
  db: Db,
  envelope: Envelope,
  { modelId }: { readonly modelId: string },
): Promise<ModelTest> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const model = await db.tenant(tenantId, (tx) => readEmbeddingModel(tx, modelId));
  if (model === null) throw noModel(modelId);
  return refuseFailure(async () => {
    const embedder = await embeddersOf(db).get(tenantId, model);
    const startedAt = performance.now();
    const [asked, same, other] = await embedder.embed(texts, "question");
    const ms = Math.round(performance.now() - startedAt);
    return { ms, same: cosine(asked!, same!), other: cosine(asked!, other!) };
  });
};

const texts = [
  "How long does a refund take?",
  "When do I get my money back?",
  "Which lamps are water-proof?",
];

const cosine = (a: Vector, b: Vector): number => {
  let dot = 0;
  for (let axis = 0; axis < a.length; axis += 1) dot += a[axis]! * b[axis]!;
  return Math.round(dot * 100) / 100;
};
