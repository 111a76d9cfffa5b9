import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { ensureKnowledgeBase } from "#db/writes/knowledge.ts";
import { hashModel } from "../knowledge/hash-embedding.ts";
import { type IndexDocument, indexNow } from "../knowledge/index-now.ts";
import { createTenant } from "../tenancy/create-tenant.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import type { EvaluationArticle } from "./evaluation-rows.ts";

/** A tenant's knowledge base made for an evaluation. */
export type IndexedBase = {
  readonly tenantId: string;
  readonly articleOf: ReadonlyMap<string, string>;
};

/** Makes a tenant for each tenant of the articles and indexes what is its own. Answers them by the file's tenant names. */
export const indexArticles = async (
  db: Db,
  articles: readonly EvaluationArticle[],
  model: EmbeddingModel = hashModel,
): Promise<ReadonlyMap<string, IndexedBase>> => {
  const bases = new Map<string, IndexedBase>();
  const byTenant = Map.groupBy(articles, ({ tenant }) => tenant);
  for (const [tenant, own] of byTenant) {
    const slug = `eval-${uuidv7().slice(-12)}`;
    const tenantId = await createTenant(db, {
      slug,
      name: tenant.slice(0, 100) || slug,
      by: "xin eval",
    });
    await db.tenant(tenantId, (tx) => ensureKnowledgeBase(tx, tenantId, model));
    const documents = own.map(toDocument);
    const ids = await indexNow({ db }, systemEnvelope(tenantId, "xin eval"), documents);
    const articleOf = new Map(ids.map((id, index) => [id, own[index]!.name]));
    bases.set(tenant, { tenantId, articleOf });
  }
  return bases;
};

const toDocument = ({ name, chunks }: EvaluationArticle): IndexDocument => ({
  title: name.slice(0, 300),
  url: null,
  lang: chunks[0]?.lang === "zh" ? "zh" : "en",
  filename: `${name}.jsonl`.slice(-300),
  mime: "application/jsonl",
  // Two articles with the same words are two articles here.
  content: Buffer.from(JSON.stringify({ name, chunks })),
  chunks: chunks.map((chunk) => ({
    title: chunk.title ?? "",
    heading: chunk.heading ?? "",
    text: chunk.text,
    lang: chunk.lang === "zh" ? "zh" : "en",
    anchor: null,
    page: null,
  })),
});
