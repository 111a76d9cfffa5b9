import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { readChunks, readLiveVersions } from "#db/reads/chunks.ts";
import { queueSource } from "#db/writes/source-work.ts";
import { readKnowledgeBaseWithFrequencies, readSources } from "#db/reads/knowledge.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../tests/support/test-workspace.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { deleteSource } from "./delete-source.ts";
import { extract } from "./extraction/extract.ts";
import { featuresOf } from "./features.ts";
import { type IndexDocument, indexNow } from "./index-now.ts";
import { publishVersions } from "./publish-versions.ts";
import { retrieve } from "./retrieve.ts";
import { stageVersions } from "./stage-version.ts";
import { countFeatures, decodeFrequencies, noFrequencies } from "./statistics.ts";

const articles = {
  "returns.md": `# Returns\n\nYou may return any lamp within 30 days.\n\n## Refunds {#refunds}\n\nThe money is back on your card within a week of the parcel reaching us. We refund the price and the shipping.\n\n## Damaged on the way\n\nSend us a photo and we replace the lamp at once.`,
  "shipping.md": `# Shipping\n\nWe ship to Spain, France and Italy within four working days. Orders before noon leave on the same day.\n\n## Tracking\n\nA tracking number comes by mail when the parcel leaves.`,
  "account.md": `# Your account\n\n## Password\n\nClick "Forgot password" on the sign-in page and follow the link in the mail.\n\n## Delete it\n\nWrite to us and we erase your account and all your data.`,
  "退货.md": `# 退货与退款\n\n收到商品后七天内可以申请退货退款。\n\n## 运费\n\n退货的运费由买家承担，商品有质量问题时由我们承担。`,
  "发票.md": `# 发票\n\n企业客户可以在订单页面申请增值税专用发票，三个工作日内开具。`,
};

const documentOf = async (filename: string, text: string): Promise<IndexDocument> => {
  const content = Buffer.from(text);
  const extracted = await extract({ filename, mime: null, title: null, content });
  return {
    ...extracted,
    filename,
    content,
    mime: "text/markdown",
    url: `https://help.example/${filename}`,
  };
};

const load = (files: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(files).map(([name, text]) => documentOf(name, text)));

describeEngines("retrieval", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    await indexNow(database, systemEnvelope(workspace.tenantId, "test"), await load(articles));
  });
  afterAll(() => database.close());

  const ask = (question: string, tenantId = workspace.tenantId) =>
    retrieve(database.db, tenantId, question, { limit: 20 });

  it.each([
    ["how do i get a refund", "refunds", "Returns"],
    ["forgot my pasword", "password", "Your account"],
    ["Where is the tracking number of my parcel?", "tracking", "Shipping"],
    ["退货的运费谁承担？", "运费", "退货与退款"],
    ["怎么开发票", null, "发票"],
  ])("answers %s", async (question, anchor, title) => {
    const { passages, confidence } = await ask(question);
    expect(passages[0]!.title).toBe(title);
    const fragment = anchor === null ? "" : `#${encodeURIComponent(anchor)}`;
    expect(passages[0]!.url).toMatch(new RegExp(`^https://help\\.example/.*\\.md${fragment}$`));
    expect(confidence).toBeGreaterThan(0.2);
  });

  it("is sure of what it knows and unsure of what it does not", async () => {
    const { confidence: known } = await ask("Within how many days may I return a lamp?");
    const { confidence: unknown } = await ask("Which vaccines does a kitten need?");
    expect(known).toBeGreaterThan(0.7);
    expect(unknown).toBeLessThan(0.2);
  });

  it("answers nothing to nothing", async () => {
    for (const question of ["", "?!…", "👍"]) {
      expect(await ask(question)).toMatchObject({ passages: [], confidence: 0 });
    }
  });

  it("keeps where the words of a passage lead, and finds it by no word of an address", async () => {
    const { tenantId } = await makeTestWorkspace(database.db);
    const page = {
      "forms.md": "# Forms\n\nUse the [return form](https://quokka.example/zebra) for lamps.",
    };
    await indexNow(database, systemEnvelope(tenantId, "test"), await load(page));
    const [found] = (await ask("return form", tenantId)).passages;
    expect(found?.text).toBe("Use the return form for lamps.");
    const [stored] = await database.db.tenant(tenantId, (tx) => readChunks(tx, [found!.chunkId]));
    expect(stored?.links).toEqual([{ text: "return form", url: "https://quokka.example/zebra" }]);
    const { unknownWords } = await ask("quokka zebra", tenantId);
    expect(unknownWords).toEqual(["quokka", "zebra"]);
  });

  it("takes any text for a question", async () => {
    for (const question of [
      "' or 1=1 --",
      "a & b | !c:*",
      "\\ '\\'' \u0000",
      "x".repeat(100_000),
    ]) {
      expect((await ask(question)).confidence).toBeLessThan(1);
    }
  });

  it("finds nothing in a tenant without knowledge", async () => {
    const { tenantId } = await makeTestWorkspace(database.db);
    expect(await ask("refund", tenantId)).toMatchObject({ passages: [], knowledgeVersion: 0 });
  });

  it("never finds another tenant's passages, whatever is asked", async () => {
    const other = await makeTestWorkspace(database.db);
    const secret = {
      "secret.md":
        "# Plans\n\nThe refund password for lamps in Spain is swordfish. 退款密码是剑鱼。",
    };
    await indexNow(database, systemEnvelope(other.tenantId, "test"), await load(secret));
    const own = await database.db.tenant(workspace.tenantId, readSources);
    const ownIds = new Set(own.map(({ id }) => id));
    const questions = ["swordfish", "refund password", "退款密码", "lamps in Spain", "剑鱼"];
    const foreign: string[] = [];
    for (const question of questions) {
      for (const { sourceId, text } of (await ask(question)).passages) {
        if (!ownIds.has(sourceId)) foreign.push(text);
      }
    }
    expect(foreign).toEqual([]);
    const theirs = (await ask("swordfish", other.tenantId)).passages;
    expect(theirs).toHaveLength(1);
    // Nor by id, nor through the function that may use the index.
    const ids = theirs.map(({ chunkId }) => chunkId);
    await database.db.tenant(workspace.tenantId, async (tx) => {
      expect(await readChunks(tx, ids)).toEqual([]);
      const rows =
        await tx`select id from xin.find_chunks(array['''swordfish''']::tsquery[], array[1]::float8[], 10)`;
      expect(rows).toHaveLength(0);
    });
  });

  describe("when knowledge changes", () => {
    let tenantId: string;
    let ids: readonly string[];
    const envelope = () => systemEnvelope(tenantId, "test");

    beforeAll(async () => {
      ({ tenantId } = await makeTestWorkspace(database.db));
      ids = await indexNow(database, envelope(), await load(articles));
    });

    it("leaves the same documents as they are", async () => {
      expect(await indexNow(database, envelope(), await load(articles))).toEqual(ids);
      expect(await database.db.tenant(tenantId, readSources)).toHaveLength(ids.length);
    });

    it("does not find a deleted source from the next question on, and keeps its words for old answers", async () => {
      const before = await ask("how do i get a refund", tenantId);
      const { chunkId, sourceId } = before.passages[0]!;
      await deleteSource(workspace.deps, envelope(), { sourceId });
      const after = await ask("how do i get a refund", tenantId);
      expect(after.passages.map((passage) => passage.sourceId)).not.toContain(sourceId);
      expect(after.knowledgeVersion).toBe(before.knowledgeVersion + 1);
      const [kept] = await database.db.tenant(tenantId, (tx) => readChunks(tx, [chunkId]));
      expect(kept?.text).toBe(before.passages[0]!.text);
      await expect(deleteSource(workspace.deps, envelope(), { sourceId })).rejects.toMatchObject({
        kind: "not_found",
      });
    });

    it("finds the old words until the new ones are in, never both", async () => {
      const sourceId = ids[1]!;
      const [draft] = await load({
        "shipping.md": "# Shipping\n\nWe now ship to Iceland by boat.",
      });
      const [row] = await database.db.tenant(
        tenantId,
        (tx) => tx<{ contentHash: Buffer }[]>`
          select content_hash as "contentHash" from xin.sources where id = ${sourceId}`,
      );
      const { contentHash } = row!;
      await database.db.tenant(tenantId, (tx) => queueSource(tx, sourceId));
      const staged = await stageVersions(database.db, tenantId, [
        { ...draft!, sourceId, contentHash },
      ]);
      expect((await ask("ship to Iceland", tenantId)).passages[0]!.text).not.toContain("Iceland");
      expect((await ask("ship to Spain", tenantId)).passages[0]!.text).toContain("Spain");
      expect(await publishVersions(database.db, tenantId, staged)).toEqual([sourceId]);
      expect((await ask("ship to Iceland", tenantId)).passages[0]!.text).toContain("Iceland");
      const texts = (await ask("ship to Spain", tenantId)).passages.map(({ text }) => text);
      expect(texts.filter((text) => text.includes("Spain"))).toEqual([]);
    });

    it("keeps statistics that are exactly those of the passages that answer", async () => {
      await database.db.tenant(tenantId, async (tx) => {
        const base = (await readKnowledgeBaseWithFrequencies(tx))!;
        const live = await readLiveVersions(tx);
        const expected = noFrequencies();
        let tokenCount = 0;
        const rows = await tx<{ id: string; sourceId: string; version: number }[]>`
          select id, source_id as "sourceId", source_version as version from xin.chunks`;
        const answering = rows.filter(({ sourceId, version }) => live.get(sourceId) === version);
        for (const chunk of await readChunks(
          tx,
          answering.map(({ id }) => id),
        )) {
          const features = featuresOf(chunk);
          countFeatures(expected, features, 1);
          tokenCount += features.tokenCount;
        }
        expect(base.chunkCount).toBe(answering.length);
        expect(base.sourceCount).toBe(live.size);
        expect(base.tokenCount).toBeCloseTo(tokenCount, 6);
        expect(await decodeFrequencies(base.frequencies)).toEqual(expected);
      });
    });

    it("is another tenant's business: a foreign source cannot be deleted", async () => {
      const foreign = systemEnvelope(workspace.tenantId, "test");
      for (const sourceId of [ids[2]!, uuidv7()]) {
        await expect(deleteSource(workspace.deps, foreign, { sourceId })).rejects.toMatchObject({
          kind: "not_found",
          message: "There is no such source.",
        });
      }
      expect((await ask("forgot password", tenantId)).passages[0]!.sourceId).toBe(ids[2]);
    });

    it("needs the permission to write knowledge", async () => {
      const viewer = await workspace.addPerson("Vera", "viewer");
      await expect(indexNow(database, viewer.as(), [])).rejects.toMatchObject({
        kind: "forbidden",
      });
    });
  });
});
