import { afterAll, beforeAll, expect, it } from "vitest";
import { findByVector } from "#db/reads/chunks.ts";
import { ensureKnowledgeBase } from "#db/writes/knowledge.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { makeTestWorkspace } from "../../../tests/support/test-workspace.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { embedQuestion, hashModel } from "../hash-embedding.ts";
import { indexNow } from "../index-now.ts";
import { queryOf } from "../query.ts";
import { retrieve } from "../retrieve.ts";
import { StatisticsCache } from "../statistics-cache.ts";
import { bundledModel } from "./bundled-model.ts";
import { documentsOf } from "../../../tests/support/test-documents.ts";

describeEngines("retrieval with the bundled model", (open) => {
  let database: TestDb;
  let tenantId: string;

  beforeAll(async () => {
    database = await open();
    ({ tenantId } = await makeTestWorkspace(database.db));
    await database.db.tenant(tenantId, (tx) => ensureKnowledgeBase(tx, tenantId, bundledModel));
    await indexNow(
      database,
      systemEnvelope(tenantId, "test"),
      documentsOf(
        "Refunds reach your card within a week of the parcel.",
        "Clean the shade with a dry cloth.",
        "收到商品后七天内可以申请退货退款。",
      ),
    );
  });
  afterAll(() => database.close());

  it("finds what means the same in other words", async () => {
    const question = "when do I see my money again?";
    const { passages } = await retrieve(database.db, tenantId, question);
    expect(passages[0]!.text).toMatch(/^Refunds/);
    const without = await retrieve(database.db, tenantId, question, { model: hashModel });
    const same = without.passages.find(({ chunkId }) => chunkId === passages[0]!.chunkId);
    expect(passages[0]!.vector).toBeGreaterThan((same?.vector ?? 0) + 0.02);
  });

  it("finds Chinese, which the model does not know, without it", async () => {
    const { passages } = await retrieve(database.db, tenantId, "怎么申请退款");
    expect(passages[0]!.text).toMatch(/^收到商品/);
    const rows = await database.db.tenant(
      tenantId,
      (tx) => tx<{ lang: string; models: string[] }[]>`
        select c.lang, array_agg(e.model_id order by e.model_id) as models
        from xin.chunks c join xin.chunk_embeddings e on e.chunk_id = c.id group by c.id, c.lang`,
    );
    for (const { lang, models } of rows) expect(models).toHaveLength(lang === "en" ? 2 : 1);
  });

  it("finds the same passages by codes and then exactly as by a scan", async () => {
    const statistics = new StatisticsCache();
    await database.db.tenant(tenantId, async (tx) => {
      const base = await statistics.read(tx, tenantId);
      const vector = embedQuestion(queryOf("a clean shade", base!.statistics).pieces);
      const search = { modelId: hashModel.id, dims: hashModel.dims, unit: true, ...vector };
      const scanned = await findByVector(tx, { ...search, count: 3 }, 2);
      const byCode = await findByVector(tx, { ...search, count: 50_000 }, 2);
      expect(byCode).toHaveLength(2);
      expect(byCode).toEqual(scanned);
    });
  });
});
