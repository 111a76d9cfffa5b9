import type { Db } from "#db/client.ts";
import { readReranker } from "#db/reads/embedding-models.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { embeddersOf } from "./embedders.ts";
import { type AskedReranker, orderByModel } from "./order-by-model.ts";
import { refuseFailure } from "./refuse-failure.ts";

/** How a rerank model did: how long it took, and whether it put the answer before what is no answer. */
export type RerankerTest = { readonly ms: number; readonly isRight: boolean };

/** Has a rerank model put two texts in order. Rejects with EmbeddingFailure. */
export const testReranker = async (reranker: AskedReranker): Promise<RerankerTest> => {
  const startedAt = performance.now();
  const order = await orderByModel(reranker, {
    query: "How long does a refund take?",
    documents: ["We are closed on Sundays.", "Refunds are paid within five days."],
    timeoutMs: 10_000,
  });
  return { ms: Math.round(performance.now() - startedAt), isRight: order[0] === 1 };
};

/** The same with the workspace's own. Refused: `forbidden`; `not_found` when there is none; `invalid` when it gives no order. */
export const testOwnReranker = async (db: Db, envelope: Envelope): Promise<RerankerTest> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const reranker = await db.tenant(tenantId, readReranker);
  if (reranker === null) {
    throw new ActionRefused({ kind: "not_found", message: "There is no rerank model. Add one." });
  }
  const embedders = embeddersOf(db);
  return refuseFailure(async () => {
    const key = await embedders.openKey(tenantId, reranker.secret);
    return testReranker({ ...reranker, key, agent: embedders.agentFor(reranker.guarded) });
  });
};
