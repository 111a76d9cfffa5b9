import type { Tx } from "../client.ts";

/** What a provider needs besides the model's name. */
export type EmbeddingSettings = {
  /** Languages the model was made for; passages in others get no vector. All when missing. */
  readonly languages?: readonly ("en" | "zh")[];
  /** How a local model makes one vector of those of its tokens. */
  readonly pooling?: "mean" | "cls";
  /** Base URL of an OpenAI-compatible API. */
  readonly url?: string;
  /** The workspace named the url: connections to it are checked. */
  readonly guarded?: true;
  /** Name of the tenant's secret with that API's key. */
  readonly secret?: string;
};

/** A model whose vectors an index may hold. Never changed: another revision is another model. */
export type EmbeddingModel = {
  readonly id: string;
  /** Which code makes the vectors: `xin` needs no model. */
  readonly provider: "xin" | "bundled" | "local" | "openai";
  readonly model: string;
  readonly revision: string;
  readonly dims: number;
  /** What the model wants in front of a text, by its purpose. */
  readonly prefixes: { readonly passage?: string; readonly question?: string };
  readonly settings: EmbeddingSettings;
  readonly tokenizerVersion: number;
};

/** The models of a knowledge base by what they do. `active` may be the one that needs no model. */
export type ModelsInUse = {
  readonly active: EmbeddingModel;
  readonly building: EmbeddingModel | null;
  readonly previous: EmbeddingModel | null;
};

/** The models in use, or null when the tenant has no knowledge base. */
export const readModelsInUse = async (tx: Tx): Promise<ModelsInUse | null> => {
  const rows = await tx<(EmbeddingModel & { use: keyof ModelsInUse })[]>`
    select u.use, ${columns(tx)}
    from xin.knowledge_bases b
    cross join lateral (values ('active', b.active_model_id), ('building', b.building_model_id),
      ('previous', b.previous_model_id)) as u(use, model_id)
    join xin.embedding_models m on m.tenant_id = b.tenant_id and m.id = u.model_id`;
  const models = new Map(rows.map(({ use, ...model }) => [use, model]));
  const active = models.get("active");
  if (active === undefined) return null;
  return {
    active,
    building: models.get("building") ?? null,
    previous: models.get("previous") ?? null,
  };
};

/** A rerank model behind an API, with the name of the tenant's secret that has its key. */
export type Reranker = {
  readonly url: string;
  readonly model: string;
  /** Name of the tenant's secret with its key. */
  readonly secret?: string;
  /** True for an address that the workspace named itself: connections to it are guarded. */
  readonly guarded?: true;
};

/** The tenant's rerank model, or null when there is none. */
export const readReranker = async (tx: Tx): Promise<Reranker | null> => {
  const [row] = await tx<{ reranker: Reranker | null }[]>`select reranker from xin.knowledge_bases`;
  return row?.reranker ?? null;
};

/** One model of the tenant, or null when there is none with this id. */
export const readEmbeddingModel = async (tx: Tx, id: string): Promise<EmbeddingModel | null> => {
  const [model] = await tx<EmbeddingModel[]>`
    select ${columns(tx)} from xin.embedding_models m where m.id = ${id}`;
  return model ?? null;
};

const columns = (tx: Tx) => tx`m.id, m.provider, m.model, m.revision, m.dims, m.prefixes,
  m.settings, m.tokenizer_version as "tokenizerVersion"`;
