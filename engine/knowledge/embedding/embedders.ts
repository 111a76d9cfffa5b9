import type { Agent } from "undici";
import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { modelAgent } from "../../models/model-agent.ts";
import type { KeyProvider } from "../../tenancy/key-provider.ts";
import { openSecret } from "../../tenancy/secrets.ts";
import { bundledEmbedder } from "./bundled-model.ts";
import type { EmbedJob } from "./embedding-deps.ts";
import type { Embedder } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import { openLocalEmbedder } from "./local-embedder.ts";
import { OpenAiEmbedder } from "./openai-embedder.ts";

/** The models that can be asked from this process, each opened when it is first needed. */
export class Embedders {
  readonly #bundled = bundledEmbedder();
  readonly #db: Db;
  readonly #local = new Map<string, Promise<Embedder>>();
  #modelsDir: string | null = null;
  #keys: KeyProvider | null = null;
  #guarded: Agent = modelAgent([]);
  #later: ((job: EmbedJob) => Promise<unknown>) | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Lets embedders open the sealed API keys of tenants. */
  provideKeys(keys: KeyProvider): void {
    this.#keys = keys;
  }

  /** Says which servers a workspace may name besides those that are open to everybody. */
  allowAddresses(allowed: readonly string[]): void {
    this.#guarded = modelAgent(allowed);
  }

  /** Says where the models of the installation are; null when it offers none. */
  offerLocalModels(dir: string | null): void {
    this.#modelsDir = dir;
  }

  /** Lets vectors that cannot be made now be made by a job. */
  provideQueue(later: (job: EmbedJob) => Promise<unknown>): void {
    this.#later = later;
  }

  /** Has the vectors a model lacks made by a job, which begins in a while. Answers false where there is no queue. */
  async completeLater(job: EmbedJob): Promise<boolean> {
    if (this.#later === null) return false;
    await this.#later(job);
    return true;
  }

  /**
   * The embedder of one of a tenant's models, with a key that is not stored yet if there is one. Rejects
   * with EmbeddingFailure when it cannot be had here.
   */
  async get(
    tenantId: string,
    model: EmbeddingModel,
    newKey: string | null = null,
  ): Promise<Embedder> {
    if (model.provider === "bundled") return this.#bundled;
    if (model.provider === "openai") {
      const { secret, guarded } = model.settings;
      const key = newKey ?? (await this.openKey(tenantId, secret));
      return new OpenAiEmbedder(model, key, this.agentFor(guarded));
    }
    if (model.provider === "local") return this.#openLocal(model);
    throw new EmbeddingFailure({ reason: "not_installed", detail: model.provider });
  }

  /** One thread for each model, whoever asks: its id stands for its files and how they are read. */
  async #openLocal(model: EmbeddingModel): Promise<Embedder> {
    const opening = this.#local.get(model.id) ?? openLocalEmbedder(this.#modelsDir, model);
    this.#local.set(model.id, opening);
    try {
      return await opening;
    } catch (error) {
      this.#local.delete(model.id);
      throw error;
    }
  }

  /** Makes the connections to an address that a workspace named itself; to others, undici does. */
  agentFor(guarded: boolean | undefined): Agent | undefined {
    return guarded === true ? this.#guarded : undefined;
  }

  /**
   * A tenant's API key by the name of its secret; null for a server that wants none. Read for each use, so
   * that a new key works at once; models are asked far more slowly. Rejects with EmbeddingFailure.
   */
  async openKey(tenantId: string, secret: string | undefined): Promise<string | null> {
    if (secret === undefined) return null;
    const keys = this.#keys;
    const key = keys === null ? null : await openSecret(this.#db, keys, tenantId, secret);
    if (key === null) throw new EmbeddingFailure({ reason: "no_key", detail: secret });
    return key;
  }
}

const opened = new WeakMap<Db["sql"], Embedders>();

/** The embedders beside a pool of the database: one set for each, since threads and connections are shared. */
export const embeddersOf = (db: Db): Embedders => {
  const known = opened.get(db.sql);
  if (known !== undefined) return known;
  const fresh = new Embedders(db);
  opened.set(db.sql, fresh);
  return fresh;
};
