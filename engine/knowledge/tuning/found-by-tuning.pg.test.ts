import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { documentsOf } from "../../../tests/support/test-documents.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../../tests/support/test-workspace.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { deleteSource } from "../delete-source.ts";
import { indexNow } from "../index-now.ts";
import { retrieve } from "../retrieve.ts";
import { defaultTuning, type Tuning } from "../tuning.ts";
import { readProductionTuning } from "./production-tuning.ts";
import { publishTuning } from "./publish-tuning.ts";
import { saveTuning } from "./save-tuning.ts";

const parcel = "A parcel is handed to the carrier within two working days.";
const warehouse = "The gates on the harbour side open at six in the morning.";
const express = "快递一般三天送达。";
const texts = [
  parcel,
  warehouse,
  express,
  "Refunds go back to the card within five working days.",
  "The warranty of every lamp is seven years.",
  "Orders above fifty euros are delivered without a charge.",
  "Clean the shade with a soft dry cloth.",
  "发票可以在订单页面下载。",
];

describeEngines("what a published tuning finds", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let neighbour: TestWorkspace;
  let ids: readonly string[];
  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    neighbour = await makeTestWorkspace(database.db);
    ids = await fill(workspace);
    await fill(neighbour);
  });
  afterAll(() => database?.close());

  const fill = ({ deps, tenantId }: TestWorkspace) =>
    indexNow(deps, systemEnvelope(tenantId, "test"), documentsOf(...texts));

  const publish = async (change: Partial<Tuning>) => {
    const author = (await workspace.addPerson("Ada", "author")).as;
    const { version } = await saveTuning(workspace.deps, author(), {
      tuning: { ...defaultTuning, ...change },
      note: null,
    });
    await publishTuning(workspace.deps, author(), { version });
  };

  /** As visitors are answered: by the tuning that is in use in their workspace. */
  const ask = async (question: string, { tenantId }: TestWorkspace = workspace) => {
    const tuning = await database.db.tenant(tenantId, readProductionTuning);
    return retrieve(database.db, tenantId, question, { tuning });
  };

  it.each([
    ["shipment", ["parcel", "shipment"], "Any news of my shipments?", parcel],
    ["包裹", ["快递", "包裹"], "包裹呢", express],
  ])("has passages that share a synonym and no word: %s", async (word, group, question, text) => {
    await publish({});
    const before = await ask(question);
    expect(before.passages.map((passage) => passage.text)).not.toContain(text);

    await publish({ synonyms: [group] });
    const { passages, confidence } = await ask(question);
    expect(passages[0]).toMatchObject({ text, synonyms: [{ asked: word, meant: group[0] }] });
    expect(confidence).toBeGreaterThan(before.confidence);
    const { passages: theirs } = await ask(question, neighbour);
    expect(theirs.map((passage) => passage.text)).not.toContain(text);
  });

  it("has the pinned source first, which shares no word with the question, for its like alone", async () => {
    const question = "Where may I collect my order myself?";
    const texted = async (words: string, of = workspace) =>
      (await ask(words, of)).passages.map((passage) => passage.text);
    await publish({});
    expect(await texted(question)).not.toContain(warehouse);

    await publish({ pins: [{ question, sourceId: ids[1]! }] });
    const like = "where may i collect my orders";
    for (const words of [question, like]) {
      const [first] = (await ask(words)).passages;
      expect(first).toMatchObject({ text: warehouse, pinned: true, sourceId: ids[1] });
      expect(await texted(words, neighbour)).not.toContain(warehouse);
    }
    const { passages: others } = await ask("How long is the warranty of my order?");
    expect(others[0]!.text).toBe(texts[4]);
    expect(others.filter(({ pinned }) => pinned)).toEqual([]);

    const system = systemEnvelope(workspace.tenantId, "test");
    await deleteSource(workspace.deps, system, { sourceId: ids[1]! });
    expect(await texted(question)).not.toContain(warehouse);
  });

  it("has nothing of another workspace, whatever is pinned", async () => {
    const question = "Where may I collect my order myself?";
    const foreign = systemEnvelope(neighbour.tenantId, "test");
    const [sourceId] = await indexNow(neighbour.deps, foreign, documentsOf("Say swordfish."));
    const tuning = { ...defaultTuning, pins: [{ question, sourceId: sourceId! }] };
    const { passages } = await retrieve(database.db, workspace.tenantId, question, { tuning });
    expect(passages.filter((passage) => passage.sourceId === sourceId)).toEqual([]);
    const { passages: own } = await retrieve(database.db, neighbour.tenantId, question, { tuning });
    expect(own[0]).toMatchObject({ sourceId, pinned: true });
  });
});
