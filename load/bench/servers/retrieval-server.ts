import { openDb } from "#db/client.ts";
import { readSources } from "#db/reads/knowledge.ts";
import { findByVector } from "#db/reads/chunks.ts";
import { embedQuestion, hashModel } from "#engine/knowledge/hash-embedding.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { queryOf } from "#engine/knowledge/query.ts";
import { retrieve } from "#engine/knowledge/retrieve.ts";
import { StatisticsCache } from "#engine/knowledge/statistics-cache.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type Dice, makeArticles, makeDice, makeQuestion } from "./made-up-articles.ts";
import { obey } from "./obey.ts";
import { type BenchDatabase, openDatabase } from "./open-database.ts";

/*
 * Tenants with knowledge of made-up words, and questions to them through the product's own retrieval.
 * Nobody else works on the database.
 */

type Tenant = {
  readonly id: string;
  readonly passages: number;
  readonly texts: readonly string[];
  readonly sources: ReadonlySet<string>;
};

let database: BenchDatabase | undefined;
const tenants: Tenant[] = [];
const dice: Dice = makeDice(7);

const open = async ({ databaseUrl }: { databaseUrl: string | null }): Promise<null> => {
  database = await openDatabase(databaseUrl);
  return null;
};

/** Adds a tenant with so many passages. Answers the seconds it took to store them so that they are found. */
const addTenant = async ({ passages }: { passages: number }): Promise<number> => {
  const { db } = opened();
  const slug = `bench-${tenants.length}`;
  const id = await createTenant(db, { slug, name: slug, by: "bench" });
  const articles = makeArticles(dice, passages);
  const startMs = performance.now();
  await indexNow({ db }, systemEnvelope(id, "bench"), articles);
  const seconds = (performance.now() - startMs) / 1000;
  const sources = await db.tenant(id, readSources);
  const texts = articles.flatMap(({ chunks }) => chunks.map(({ text }) => text));
  tenants.push({ id, passages, texts, sources: new Set(sources.map((source) => source.id)) });
  return seconds;
};

/** What autovacuum does within a minute, so that nobody waits for it. The embedded database needs it less. */
const settle = async ({ ownerUrl }: { ownerUrl: string }): Promise<null> => {
  const owner = openDb({ url: ownerUrl }, { max: 1 });
  await owner.sql`vacuum (analyze)`;
  await owner.close();
  return null;
};

/** Asks so many questions, each of a tenant drawn at random or of one. Answers how long each took, and passages that were another tenant's. */
const ask = async (input: { questions: number; tenant?: number }) => {
  const timesMs: number[] = [];
  let foreign = 0;
  let found = 0;
  for (let count = 0; count < input.questions; count += 1) {
    const asked = input.tenant === undefined ? dice.oneOf(tenants) : tenantAt(input.tenant);
    // The words may be another tenant's, and often are.
    const from = input.tenant === undefined ? dice.oneOf(tenants) : asked;
    const question = makeQuestion(dice, dice.oneOf(from.texts));
    const startMs = performance.now();
    const { passages } = await retrieve(opened().db, asked.id, question, { limit: 200 });
    timesMs.push(performance.now() - startMs);
    found += passages.length;
    foreign += passages.filter(({ sourceId }) => !asked.sources.has(sourceId)).length;
  }
  return { timesMs, foreign, found };
};

/** Share of the ten nearest passages, by an exact scan, that the vector arm finds among its ten first. */
const recall = async ({ tenant, questions }: { tenant: number; questions: number }) => {
  const { id, texts } = tenantAt(tenant);
  const statistics = new StatisticsCache();
  let hits = 0;
  let all = 0;
  for (let count = 0; count < questions; count += 1) {
    const question = makeQuestion(dice, dice.oneOf(texts));
    await opened().db.tenant(id, async (tx) => {
      const base = await statistics.read(tx, id);
      if (base === null) throw new Error("The tenant has no knowledge");
      const vector = embedQuestion(queryOf(question, base.statistics).pieces);
      const search = {
        modelId: hashModel.id,
        unit: true,
        dims: hashModel.dims,
        count: base.base.chunkCount,
        ...vector,
      };
      const near = await findByVector(tx, search, 10);
      const exact = await tx<{ id: string }[]>`select chunk_id as id from xin.chunk_embeddings
        where model_id = ${hashModel.id} order by vec <=> ${vector.vec}::vector, chunk_id limit 10`;
      const ids = new Set(near.map((candidate) => candidate.id));
      hits += exact.filter((candidate) => ids.has(candidate.id)).length;
      all += exact.length;
    });
  }
  return hits / all;
};

const tenantAt = (index: number): Tenant => {
  const tenant = tenants[index];
  if (tenant === undefined) throw new RangeError(`There is no tenant ${index}`);
  return tenant;
};

const opened = (): BenchDatabase => {
  if (database === undefined) throw new Error("Open it first");
  return database;
};

obey({ open, addTenant, settle, ask, recall }, () => database?.close());
