import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Tx } from "#db/client.ts";
import {
  readRetrievalMoves,
  readRetrievalPointer,
  readRetrievalVersions,
} from "#db/reads/retrieval-configs.ts";
import { readSavedQuestions } from "#db/reads/saved-questions.ts";
import type { Role } from "../../actions/envelope.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../../tests/support/test-workspace.ts";
import { indexNow } from "../index-now.ts";
import { defaultTuning, type Tuning } from "../tuning.ts";
import { readProductionTuning } from "./production-tuning.ts";
import { publishTuning } from "./publish-tuning.ts";
import { runQuestions } from "./run-questions.ts";
import { deleteQuestion, saveQuestion } from "./save-question.ts";
import { saveTuning } from "./save-tuning.ts";

describeEngines("the tuning of a workspace", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    workspace = await makeTestWorkspace(database.db);
  });
  afterAll(() => database.close());

  const as = async (role: Role) => (await workspace.addPerson("Ada", role)).as();
  const read = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);
  const production = () => read((tx) => readProductionTuning(tx));
  const save = async (change: Partial<Tuning>, note: string | null = null) =>
    saveTuning(workspace.deps, await as("author"), {
      tuning: { ...defaultTuning, ...change },
      note,
    });
  const publish = async (version: number) =>
    publishTuning(workspace.deps, await as("author"), { version });
  const addSource = async (title: string, text: string) => {
    const chunk = { title, heading: "", text, lang: "en", anchor: null, page: null } as const;
    const file = { filename: `${title}.md`, mime: "text/markdown", url: null };
    const content = Buffer.from(text);
    const document = { ...file, title, lang: "en", content, chunks: [chunk] } as const;
    const system = systemEnvelope(workspace.tenantId, "test");
    const [id] = await indexNow(workspace.deps, system, [document]);
    return id!;
  };

  it("is the built-in one until a version is published", async () => {
    expect(await production()).toEqual(defaultTuning);
    expect(await save({ meaning: 0.8 }, "More meaning")).toEqual({ version: 1 });
    expect(await production()).toEqual(defaultTuning);
    await publish(1);
    expect(await production()).toEqual({ ...defaultTuning, meaning: 0.8 });
    expect(await read((tx) => readRetrievalVersions(tx))).toMatchObject([
      { version: 1, note: "More meaning", authorName: "Ada" },
    ]);
  });

  it("goes back by moving the pointer, and every move stays on record", async () => {
    await save({ meaning: 0.8 });
    await save({ meaning: 0.2 });
    await publish(2);
    const { inverse } = await publish(1);
    expect(inverse).toEqual({ action: "publishTuning", input: { version: 2 } });
    await publish(0);
    expect(await production()).toEqual(defaultTuning);
    expect(await read((tx) => readRetrievalPointer(tx))).toEqual({ production: 0, last: 2 });
    expect(await read((tx) => readRetrievalMoves(tx))).toMatchObject([
      { version: 0, previous: 1, movedBy: "Ada" },
      { version: 1, previous: 2 },
      { version: 2, previous: 0 },
    ]);
    const audit = await read(
      (tx) =>
        tx`select action, target from xin.audit_log where action like 'retrieval.%' order by at, target`,
    );
    expect(audit.map(({ action, target }) => `${action} ${target}`)).toHaveLength(5);
    const versions = await read(
      (tx) => tx`select type, payload from xin.events where type = 'retrieval.published'`,
    );
    expect(versions).toHaveLength(3);
    expect(workspace.published.filter(({ type }) => type === "committed")).toHaveLength(5);
  });

  it("saved again says the same version, and two authors do not write over each other", async () => {
    await save({ titles: 2 });
    expect(await save({ titles: 2 })).toEqual({ version: 1 });
    const late = { tuning: { ...defaultTuning, titles: 3 }, note: null, baseVersion: 0 };
    await expect(saveTuning(workspace.deps, await as("author"), late)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  it.each([
    ["meaning", { meaning: 1.2 }],
    ["titles", { titles: 0 }],
    ["passages", { passages: 2.5 }],
    ["synonyms", { synonyms: [["a".repeat(101), "b"]] }],
    ["pins", { pins: [{ question: "Where?", sourceId: "somewhere" }] }],
  ])("is refused with the name of what does not fit: %s", async (name, change) => {
    await expect(save(change)).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining(`What does not fit: ${name}.`),
    });
  });

  it("is cleaned of what says nothing", async () => {
    await save({
      meaning: 0.123456,
      synonyms: [
        ["fix ", "fix"],
        [" split\u0000", "snapped\nin two"],
      ],
    });
    const [version] = await read((tx) => readRetrievalVersions(tx));
    expect(version?.tuning).toMatchObject({
      meaning: 0.12,
      synonyms: [["split", "snapped in two"]],
    });
  });

  it("is changed by authors alone, and only to versions there are", async () => {
    const tuning = { tuning: defaultTuning, note: null };
    await expect(saveTuning(workspace.deps, await as("operator"), tuning)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      publishTuning(workspace.deps, await as("viewer"), { version: 0 }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await expect(publish(7)).rejects.toMatchObject({ kind: "not_found" });
  });

  it("is compared on saved questions, which keep their id when they expect something else", async () => {
    const returns = await addSource("Returns", "You can return a lamp within thirty days.");
    const shipping = await addSource("Shipping", "We ship lamps to Spain within four days.");
    const question = "Within how many days can I return a lamp?";
    const expected = { question, heading: null, savedFrom: "retrieval" } as const;
    const author = await as("author");
    const first = await saveQuestion(workspace.deps, author, { ...expected, sourceId: shipping });
    const again = await saveQuestion(workspace.deps, author, { ...expected, sourceId: returns });
    expect(again).toEqual(first);
    const { questionId } = first;
    expect(await read((tx) => readSavedQuestions(tx))).toMatchObject([
      { id: questionId, question, lang: "en", sourceId: returns, sourceTitle: "Returns" },
    ]);
    const ids = [questionId, newId()];
    const input = { ids, tuning: defaultTuning };
    expect(await runQuestions(database.db, workspace.tenantId, input)).toEqual([
      { id: questionId, place: 1, confidence: expect.any(Number), ms: expect.any(Number) },
    ]);
    await deleteQuestion(workspace.deps, author, { questionId });
    expect(await read((tx) => readSavedQuestions(tx))).toEqual([]);
    await expect(deleteQuestion(workspace.deps, author, { questionId })).rejects.toMatchObject({
      kind: "not_found",
    });
  });

  it("takes no question that is blank, too long, or about somebody else's source", async () => {
    const author = await as("author");
    const ask = (question: string, sourceId: string | null) =>
      saveQuestion(workspace.deps, author, { question, sourceId, heading: null, savedFrom: "api" });
    await expect(ask(" \n ", null)).rejects.toMatchObject({ kind: "invalid" });
    await expect(ask("a".repeat(501), null)).rejects.toMatchObject({ kind: "invalid" });
    await expect(ask("Where is it?", newId())).rejects.toMatchObject({ kind: "not_found" });
  });
});
