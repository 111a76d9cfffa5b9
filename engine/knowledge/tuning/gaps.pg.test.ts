import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Tx } from "#db/client.ts";
import { readKnowledgeGap } from "#db/reads/knowledge-gaps.ts";
import type { Role } from "../../actions/envelope.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../../tests/support/test-workspace.ts";
import type { NewKnowledge } from "../check-knowledge.ts";
import { indexNow } from "../index-now.ts";
import { addArticle } from "./add-article.ts";
import { findGaps } from "./find-gaps.ts";
import { dismissGap, draftArticle, reopenGap, writeArticle } from "./handle-gap.ts";

describeEngines("what visitors asked and did not find", (open) => {
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
  const gaps = (days: 7 | 30 = 7) => findGaps(database.db, workspace.tenantId, days);
  const decide = async (
    question: string,
    { outcome = "handed_over", reason = "unsure", daysAgo = 0 } = {},
  ) => {
    const { conversationId } = await workspace.openConversation(question);
    const id = newId();
    await read(
      (tx) => tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, reason, question, created_at)
        values (${workspace.tenantId}, ${id}, ${conversationId}, 'reply', 2, 1, 'auto', ${outcome}, ${reason},
          ${question}, clock_timestamp() - make_interval(days => ${daysAgo}))`,
    );
    return id;
  };
  /** Adds knowledge at once, as a job does a moment later. */
  const knowledge = {
    addSource: async (_: unknown, { title, bytes }: NewKnowledge) => {
      const text = Buffer.from(bytes).toString();
      const name = title ?? "Text";
      const place = { title: name, heading: "", lang: "en", anchor: null, page: null } as const;
      const [sourceId] = await indexNow(
        workspace.deps,
        systemEnvelope(workspace.tenantId, "test"),
        [
          {
            title: name,
            filename: "text.md",
            mime: "text/markdown",
            url: null,
            lang: "en",
            content: Buffer.from(bytes),
            chunks: [{ ...place, text }],
          },
        ],
      );
      return { sourceId: sourceId!, isNew: true };
    },
  };

  it("is derived from decisions: handed over unsure, or a draft thrown away", async () => {
    await decide("Do you price match?");
    await decide("do you match prices?", { outcome: "discarded", reason: "draft_mode" });
    await decide("Do you sell gift cards?");
    await decide("I want a person", { reason: "asked" });
    await decide("How long is the warranty?", { outcome: "sent", reason: "answered" });
    const found = await gaps();
    expect(found.open.map(({ title, count }) => [title, count])).toEqual([
      [expect.stringContaining("match"), 2],
      ["Do you sell gift cards?", 1],
    ]);
    expect(found.open[0]).toMatchObject({
      lang: "en",
      examples: [{ question: "do you match prices?" }, {}],
    });
  });

  it("is looked at over seven days or thirty", async () => {
    await decide("Do you price match?", { daysAgo: 12 });
    expect((await gaps()).open).toEqual([]);
    expect((await gaps(30)).open).toHaveLength(1);
  });

  it("stays away once dismissed, also when it is asked again, until it is put back", async () => {
    const clusterId = await decide("Do you price match?");
    const author = await as("author");
    const { gapId } = await dismissGap(workspace.deps, author, { clusterId });
    await decide("do you do price matching");
    const after = await gaps();
    expect(after.open).toEqual([]);
    expect(after.dismissed).toMatchObject([{ id: gapId, count: 2, authorName: "Ada" }]);
    await expect(dismissGap(workspace.deps, author, { clusterId })).rejects.toMatchObject({
      kind: "not_found",
    });
    await reopenGap(workspace.deps, author, { gapId });
    expect((await gaps()).open).toMatchObject([{ count: 2 }]);
  });

  it("becomes an article: drafted, written, added, and dealt with once it answers", async () => {
    const clusterId = await decide("Do you price match?");
    const author = await as("author");
    const { gapId } = await draftArticle(workspace.deps, author, { clusterId });
    const draft = await read((tx) => readKnowledgeGap(tx, gapId));
    expect(draft).toMatchObject({ state: "drafted", title: "Do you price match?", sourceId: null });
    expect(draft?.body).toContain("- Do you price match?");
    expect(await gaps()).toMatchObject({ open: [], drafts: [{ id: gapId, count: 1 }] });

    const deps = { ...workspace.deps, knowledge };
    await expect(addArticle(deps, author, { gapId })).rejects.toMatchObject({ kind: "invalid" });
    const text = { title: "Price matching", body: "We match the price of any shop in Europe." };
    await writeArticle(workspace.deps, author, { gapId, ...text });
    const { sourceId } = await addArticle(deps, author, { gapId });
    expect(await addArticle(deps, author, { gapId })).toEqual({ sourceId });
    expect(await gaps()).toMatchObject({ open: [], drafts: [], dismissed: [] });

    await decide("price match again?");
    expect((await gaps()).open).toMatchObject([{ count: 1, title: "price match again?" }]);
  });

  it("is dealt with by authors alone", async () => {
    const clusterId = await decide("Do you price match?");
    const operator = await as("operator");
    await expect(draftArticle(workspace.deps, operator, { clusterId })).rejects.toMatchObject({
      kind: "forbidden",
    });
    const gapId = newId();
    const article = { gapId, title: "Price", body: "Yes." };
    await expect(writeArticle(workspace.deps, operator, article)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(writeArticle(workspace.deps, await as("author"), article)).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});
