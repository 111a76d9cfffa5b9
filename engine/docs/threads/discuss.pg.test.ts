import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import * as Y from "yjs";
import type { ThreadAct } from "#contract/doc-thread.ts";
import { docLimits } from "#contract/names.ts";
import { readDocThreads } from "#db/reads/doc-threads.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../../tests/support/test-workspace.ts";
import { defaultPolicyText } from "../../policy/default-policy.ts";
import { createPolicy } from "../../policy/create-policy.ts";
import { appendDocUpdates } from "../append-doc-updates.ts";
import { openDoc } from "../open-doc.ts";
import { discuss } from "./discuss.ts";
import { storedRange } from "#contract/text-place.ts";

describeEngines("comments and suggestions on a page", (openDb) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let bo: Person;
  let viewer: Person;
  let policyId = "";
  beforeAll(async () => {
    database = await openDb();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "author");
    bo = await workspace.addPerson("Bo", "admin");
    viewer = await workspace.addPerson("Vi", "viewer");
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    const made = await createPolicy(workspace.deps, anna.as(), {
      name: `Page ${newId()}`,
      text: defaultPolicyText("Test"),
      note: null,
    });
    policyId = made.policyId;
  });

  const doc = () => ({ kind: "policy", id: policyId }) as const;
  const open = async () => {
    const replica = new Y.Doc();
    const { snapshot, updates } = await openDoc(workspace.deps, workspace.tenantId, doc());
    if (snapshot !== null) Y.applyUpdateV2(replica, snapshot);
    for (const { update } of updates) Y.applyUpdate(replica, update);
    return replica.getText("text");
  };
  const textNow = async () => (await open()).toJSON();
  const insert = async (person: Person, at: number, words: string) => {
    const text = await open();
    const before = Y.encodeStateVector(text.doc ?? new Y.Doc());
    text.insert(at, words);
    const replica = text.doc ?? new Y.Doc();
    const update = Y.encodeStateAsUpdate(replica, before);
    const one = { memberId: person.id, clients: [replica.clientID], update };
    await appendDocUpdates(workspace.deps, workspace.tenantId, doc(), [one]);
  };
  const rangeOf = async (words: string) => {
    const text = await open();
    const from = text.toJSON().indexOf(words);
    expect(from).toBeGreaterThan(-1);
    return storedRange(text, { from, to: from + words.length });
  };
  const act = (person: Person, threadId: string, what: ThreadAct) =>
    discuss(workspace.deps, person.as(), { doc: doc(), threadId, act: what });
  const suggest = async (quote: string, proposed: string) => {
    const threadId = newId();
    const range = await rangeOf(quote);
    await act(anna, threadId, { type: "suggest", ...range, quote, proposed });
    return threadId;
  };
  const decide = (person: Person, threadId: string, state: "open" | "accepted" | "rejected") =>
    act(person, threadId, { type: "state", state });
  const threads = () => database.db.tenant(workspace.tenantId, (tx) => readDocThreads(tx, doc()));

  it("[DOC10] a comment quotes the page, is answered, resolved and opened again", async () => {
    const [id, answerId] = [newId(), newId()];
    const range = await rangeOf("## Tone");
    const comment = { type: "comment", ...range, body: "Shorter?" } as const;
    await act(anna, id, comment);
    await act(anna, id, comment);
    await act(bo, id, { type: "answer", commentId: answerId, body: "Yes.\u0000" });
    const resolved = await act(bo, id, { type: "state", state: "resolved" });
    expect(resolved).toMatchObject({ state: "resolved", decidedBy: { name: "Bo" } });
    const opened = await act(anna, id, { type: "state", state: "open" });
    expect(opened).toMatchObject({
      sort: "comment",
      quote: "## Tone",
      state: "open",
      author: { id: anna.id, name: "Anna" },
      decidedBy: null,
      comments: [{ body: "Shorter?" }, { body: "Yes.\uFFFD", author: { name: "Bo" } }],
    });
    await expect(act(anna, id, { type: "delete", commentId: answerId })).rejects.toMatchObject({
      kind: "forbidden",
    });
    const emptied = await act(bo, id, { type: "delete", commentId: answerId });
    expect(emptied.comments[1]).toMatchObject({ id: answerId, body: null });
    expect(await threads()).toHaveLength(1);
  });

  it("[DOC11] accepting puts the words into the page once, and opening it again takes them out", async () => {
    const before = await textNow();
    const id = await suggest("## Tone", "## How to answer");
    expect(await textNow()).toBe(before);
    // What others write around it moves it along.
    await insert(bo, 0, "\n");
    await decide(bo, id, "accepted");
    await decide(bo, id, "accepted");
    const accepted = `\n${before.replace("## Tone", "## How to answer")}`;
    expect(await textNow()).toBe(accepted);
    await expect(decide(anna, id, "rejected")).rejects.toMatchObject({
      kind: "conflict",
      message: "Bo has accepted it already.",
    });
    await decide(anna, id, "open");
    expect(await textNow()).toBe(`\n${before}`);
    await decide(anna, id, "rejected");
    expect(await textNow()).toBe(`\n${before}`);
    const [author] = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx<{ author_id: string }[]>`
        select author_id from xin.doc_updates where doc_id = ${policyId} and seq = 3`,
    );
    expect(author?.author_id).toBe(bo.id);
  });

  it("[DOC11] of two who decide at once one wins", async () => {
    const before = await textNow();
    const id = await suggest("## Tone", "## Twice?");
    const ends = await Promise.allSettled([
      decide(anna, id, "accepted"),
      decide(bo, id, "accepted"),
    ]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await textNow()).toBe(before.replace("## Tone", "## Twice?"));
  });

  it("[DOC11] words that have changed meanwhile are not replaced", async () => {
    const id = await suggest("## Tone", "## Other");
    const at = (await textNow()).indexOf("Tone");
    await insert(bo, at, "Our ");
    const before = await textNow();
    await expect(decide(bo, id, "accepted")).rejects.toMatchObject({ kind: "conflict" });
    expect(await textNow()).toBe(before);
    await decide(bo, id, "rejected");
    const range = await rangeOf("## Our");
    const stale = { type: "suggest", ...range, quote: "## Tone", proposed: "x" } as const;
    await expect(act(anna, newId(), stale)).rejects.toMatchObject({ kind: "conflict" });
    const nowhere = { type: "comment", start: "{}", end: "[]", body: "?" } as const;
    await expect(act(anna, newId(), nowhere)).rejects.toMatchObject({ kind: "conflict" });
  });

  it("[DOC11] an insertion and a deletion are suggestions too", async () => {
    const before = await textNow();
    const text = await open();
    const end = storedRange(text, { from: before.length, to: before.length });
    const added = newId();
    await act(anna, added, { type: "suggest", ...end, quote: "", proposed: "\nMore." });
    const gone = await suggest("## Tone\n", "");
    await decide(bo, added, "accepted");
    await decide(bo, gone, "accepted");
    expect(await textNow()).toBe(`${before.replace("## Tone\n", "")}\nMore.`);
    await decide(bo, gone, "open");
    await decide(bo, added, "open");
    expect(await textNow()).toBe(before);
  });

  it("[DOC10] who may only read comments nothing, and nobody reaches another workspace", async () => {
    const range = await rangeOf("## Tone");
    const comment = { type: "comment", ...range, body: "Mine" } as const;
    await expect(act(viewer, newId(), comment)).rejects.toMatchObject({ kind: "forbidden" });
    const other = await makeTestWorkspace(database.db);
    const stranger = await other.addPerson("Sam", "owner");
    const strange = { doc: doc(), threadId: newId(), act: comment };
    await expect(discuss(other.deps, stranger.as(), strange)).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await threads()).toEqual([]);
  });

  it("[DOC10] a thread has an end", async () => {
    const id = newId();
    const range = await rangeOf("## Tone");
    await act(anna, id, { type: "comment", ...range, body: "First" });
    await database.db.tenant(
      workspace.tenantId,
      (tx) => tx`insert into xin.doc_comments (tenant_id, thread_id, id, author_id, body)
        select ${workspace.tenantId}, ${id}, gen_random_uuid(), ${anna.id}, 'again'
        from generate_series(2, ${docLimits.threadComments})`,
    );
    const more = { type: "answer", commentId: newId(), body: "One more" } as const;
    await expect(act(bo, id, more)).rejects.toMatchObject({ kind: "too_large" });
  });
});
