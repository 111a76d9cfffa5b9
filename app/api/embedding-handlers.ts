import { Effect, Redacted } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { type Reranker, readReranker } from "#db/reads/embedding-models.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { addReranker } from "#engine/knowledge/embedding/add-reranker.ts";
import { compareOnSaved } from "#engine/knowledge/embedding/compare-on-saved.ts";
import {
  type ModelStatus,
  readEmbeddingStatus,
} from "#engine/knowledge/embedding/embedding-status.ts";
import { localModelNames } from "#engine/knowledge/embedding/local-model.ts";
import { setReranker } from "#engine/knowledge/embedding/set-reranker.ts";
import { testOwnReranker } from "#engine/knowledge/embedding/test-reranker.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller, lookAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the group of embedding models. */
export const embeddingHandlers = (services: Services) => {
  const { db, embedding, config, keyProvider: keys } = services;
  const act = <T>(run: (envelope: Envelope) => Promise<T>) => actAsCaller(services, run);
  const look = <T>(run: (tenantId: string) => Promise<T>) =>
    lookAsCaller(services, "knowledge.read", run);

  return HttpApiBuilder.group(api, "embedding", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        models: () =>
          look(async (tenantId) => ({
            models: (await readEmbeddingStatus(db, tenantId)).map(shown),
          })),
        offers: () =>
          look(async () => ({
            local: await localModelNames(config.modelsDir),
            api: config.embeddingUrl !== null,
          })),
        add: ({ payload }) =>
          act((envelope) => {
            if (payload.provider !== "openai") return embedding.add(envelope, payload);
            const { key, ...choice } = payload;
            const own = key === undefined ? {} : { key: Redacted.value(key) };
            return embedding.add(envelope, { ...choice, ...own });
          }),
        setKey: ({ params, payload }) =>
          act((envelope) =>
            embedding.setKey(envelope, { ...params, key: Redacted.value(payload.key) }),
          ),
        drop: ({ params }) => act((envelope) => embedding.drop(envelope, params)),
        activate: ({ payload }) =>
          act(async (envelope) => {
            await embedding.activate(envelope, payload);
            return payload;
          }),
        back: () => act((envelope) => embedding.goBack(envelope)),
        compare: ({ query: { modelId, from = 0 } }) =>
          look((tenantId) => compareOnSaved(db, tenantId, { modelId, from })),
        reranker: () =>
          readAsCaller(services, "knowledge.read", async (tx) => {
            const reranker = await readReranker(tx);
            return { reranker: reranker && shownReranker(reranker) };
          }),
        setReranker: ({ payload: { key, ...choice } }) =>
          act((envelope) => {
            const own = key === undefined ? {} : { key: Redacted.value(key) };
            return addReranker({ db, keys }, envelope, { ...choice, ...own });
          }),
        testReranker: () => act((envelope) => testOwnReranker(db, envelope)),
        dropReranker: () => act((envelope) => setReranker(db, envelope, null)),
      }),
    ),
  );
};

/** Neither keys nor their names; the address of an API that is the installation's is its own business. */
const shown = ({ use, model, missing }: ModelStatus) => {
  const { settings, tokenizerVersion: _, ...rest } = model;
  const { url, guarded, languages = null, secret } = settings;
  return {
    ...rest,
    use,
    languages,
    url: guarded === true && url !== undefined ? url : null,
    hasKey: secret !== undefined,
    missing,
  };
};

const shownReranker = ({ model, url, guarded, secret }: Reranker) => ({
  model,
  url: guarded === true ? url : null,
  hasKey: secret !== undefined,
});
