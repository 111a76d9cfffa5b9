import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { BundledEmbedder } from "./bundled-embedder.ts";
import type { Embedder } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** The models that can be asked from this process, each opened when it is first needed. */
export class Embedders {
  readonly #bundled = new BundledEmbedder();

  /** The embedder of one of a tenant's models. Rejects with EmbeddingFailure when it cannot be had here. */
  async get(_tenantId: string, { provider }: EmbeddingModel): Promise<Embedder> {
    if (provider === "bundled") return this.#bundled;
    throw new EmbeddingFailure({ reason: "not_installed", detail: provider });
  }
}

const opened = new WeakMap<Db, Embedders>();

/** The embedders beside a database client: one set for each, since threads and connections are shared. */
export const embeddersOf = (db: Db): Embedders => {
  const known = opened.get(db);
  if (known !== undefined) return known;
  const fresh = new Embedders();
  opened.set(db, fresh);
  return fresh;
};
