import { afterAll, beforeAll, expect, it } from "vitest";
import { type RerankBody, startFakeRerank } from "../../../tests/fakes/rerank.ts";
import { documentsOf } from "../../../tests/support/test-documents.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { makeTestWorkspace } from "../../../tests/support/test-workspace.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { indexNow } from "../index-now.ts";
import { retrieve } from "../retrieve.ts";
import { setReranker } from "./set-reranker.ts";

describeEngines("a rerank model", (open) => {
  let database: TestDb;
  let tenantId: string;

  beforeAll(async () => {
    database = await open();
    ({ tenantId } = await makeTestWorkspace(database.db));
    await indexNow(
      database,
      systemEnvelope(tenantId, "test"),
      documentsOf(
        "A lamp is returned within 30 days.",
        "Returns of lamps cost nothing.",
        "A lamp.",
      ),
    );
  });
  afterAll(() => database.close());

  const ask = (url: string) =>
    setReranker(database.db, systemEnvelope(tenantId, "test"), { url, model: "re" }).then(() =>
      retrieve(database.db, tenantId, "returns of lamps"),
    );

  it("puts the passages in its order, and leaves the scores as they are", async () => {
    const plain = await retrieve(database.db, tenantId, "returns of lamps");
    expect(plain.reranking).toBeNull();
    await using server = await startFakeRerank(({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevance_score: index })),
    }));
    const { passages, reranking, confidence } = await ask(server.url);
    expect(passages).toEqual(plain.passages.toReversed());
    expect(reranking).toEqual({ passages: 3 });
    expect(confidence).toBe(plain.confidence);
    expect(server.asked[0]).toMatchObject({ model: "re", query: "returns of lamps", top_n: 3 });
  });

  it.each<[string, (body: RerankBody) => unknown, string]>([
    ["a place is missing", () => ({ results: [{ index: 0, relevance_score: 1 }] }), "garbage"],
    ["it answers something else", () => ({ ok: true }), "garbage"],
    ["it does not answer", () => null, "timeout"],
  ])("leaves our own order when %s, and rests", async (_, answer, failure) => {
    await using server = await startFakeRerank(answer);
    const { passages, reranking } = await ask(server.url);
    expect(reranking).toEqual({ failure });
    expect(passages[0]!.text).toBe("Returns of lamps cost nothing.");
    expect((await ask(server.url)).reranking).toEqual({ failure });
    expect(server.asked).toHaveLength(1);
  });

  it("can be switched off", async () => {
    await setReranker(database.db, systemEnvelope(tenantId, "test"), null);
    expect((await retrieve(database.db, tenantId, "returns of lamps")).reranking).toBeNull();
  });
});
