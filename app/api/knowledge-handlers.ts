import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readSource, readSources } from "#db/reads/knowledge.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { awaitStatus } from "#engine/knowledge/await-status.ts";
import type { NewKnowledge } from "#engine/knowledge/check-knowledge.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the knowledge group. */
export const knowledgeHandlers = (services: Services) => {
  const { knowledge } = services;

  /** The same bytes sent again answer the source they have become: no idempotency key is needed. */
  const add = (source: NewKnowledge) =>
    act(async (envelope) => {
      const { sourceId } = await knowledge.addSource(envelope, source);
      return { sourceId };
    });
  const act = <T>(run: (envelope: Envelope) => Promise<T>) =>
    Effect.gen(function* () {
      const envelope = (yield* Caller).envelope(undefined);
      return yield* attempt(services, envelope, () => run(envelope));
    });

  return HttpApiBuilder.group(api, "knowledge", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: ({ query: { limit = 200, ...filter } }) =>
          readAsCaller(services, "knowledge.read", async (tx) => {
            const sources = await readSources(tx, { ...filter, limit });
            const last = sources.length === limit ? sources.at(-1) : undefined;
            return { sources, next: last?.id ?? null };
          }),
        status: ({ query: { after, waitSeconds = 20 } }) =>
          act(async ({ tenantId, actor }) => {
            assertMay(actor.role, "knowledge.read");
            return awaitStatus(services, { tenantId, after, waitMs: waitSeconds * 1000 });
          }),
        get: ({ params }) =>
          readAsCaller(services, "knowledge.read", async (tx) => {
            const source = await readSource(tx, params.sourceId);
            if (source === null) {
              throw new ActionRefused({ kind: "not_found", message: "There is no such source." });
            }
            return source;
          }),
        addText: ({ payload: { title, text, lang } }) =>
          add({ kind: "text", title, lang, mime: "text/markdown", bytes: Buffer.from(text) }),
        addFile: ({ query: { filename, title, lang }, payload }) =>
          add({ kind: "file", filename, title, lang, bytes: payload }),
        addArchive: ({ query: { lang = null }, payload }) =>
          act((envelope) => knowledge.addArchive(envelope, { bytes: payload, lang })),
        replace: ({ params: { sourceId }, query: { filename = null }, payload }) =>
          act((envelope) =>
            knowledge.replaceSource(envelope, { sourceId, filename, bytes: payload }),
          ),
        retry: ({ params }) => act((envelope) => knowledge.retrySource(envelope, params)),
        cancel: ({ params }) => act((envelope) => knowledge.cancelSource(envelope, params)),
        review: ({ params, payload }) =>
          act((envelope) => knowledge.reviewSource(envelope, { ...params, ...payload })),
        reindex: () =>
          act(async (envelope) => ({ sources: await knowledge.reindexSources(envelope) })),
        remove: ({ params }) => act((envelope) => knowledge.deleteSource(envelope, params)),
      }),
    ),
  );
};
