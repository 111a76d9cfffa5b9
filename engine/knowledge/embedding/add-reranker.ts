import type { Db } from "#db/client.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { KeyProvider } from "../../tenancy/key-provider.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { sealForStore } from "../../tenancy/secrets.ts";
import { embeddersOf } from "./embedders.ts";
import { refuseFailure } from "./refuse-failure.ts";
import { rerankKey, setReranker } from "./set-reranker.ts";
import { testReranker, type RerankerTest } from "./test-reranker.ts";
import { usableUrl } from "./usable-url.ts";

/** A rerank API of the workspace's own: the base of its URL, a model, and its key if it wants one. */
export type RerankerChoice = {
  readonly url: string;
  readonly model: string;
  readonly key?: string;
};

/**
 * Sets the rerank model of a workspace, after it has put two texts in their order; answers how that went. Its
 * key is stored with it. Refused: `forbidden`, for a key by who may not manage secrets; `invalid` for a URL that
 * is none, or a model that gives no order.
 */
export const addReranker = async (
  { db, keys }: { readonly db: Db; readonly keys: KeyProvider },
  envelope: Envelope,
  { url, model, key }: RerankerChoice,
): Promise<RerankerTest> => {
  assertMay(envelope.actor.role, "knowledge.write");
  if (key !== undefined) assertMay(envelope.actor.role, "secrets.manage");
  const own = { url: usableUrl(url), model, guarded: true } as const;
  const agent = embeddersOf(db).agentFor(true);
  const test = await refuseFailure(() => testReranker({ ...own, key: key ?? null, agent }));
  if (key === undefined) await setReranker(db, envelope, own);
  else {
    const sealed = await sealForStore(keys, envelope, { name: rerankKey, value: key });
    await setReranker(db, envelope, { ...own, secret: rerankKey }, sealed);
  }
  return test;
};
