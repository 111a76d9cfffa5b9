import { afterAll, beforeAll, expect, it } from "vitest";
import * as Y from "yjs";
import { approveDraft } from "../actions/approve-draft.ts";
import { discardDraft } from "../actions/discard-draft.ts";
import { postMessage } from "../actions/post-message.ts";
import { proposeDraft } from "../actions/propose-draft.ts";
import { readEvents } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { appendDocUpdates } from "./append-doc-updates.ts";
import { openDoc } from "./open-doc.ts";

const words = "It takes 2 days.\r\nAbroad 5.";
const shown = "It takes 2 days.\nAbroad 5.";

describeEngines("a draft that several people edit", (openDb) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let bo: Person;
  beforeAll(async () => {
    database = await openDb();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
    bo = await workspace.addPerson("Bo", "operator");
  });
  afterAll(() => database?.close());

  /** A conversation with a draft that waits. */
  const proposed = async () => {
    const { tenantId, deps } = workspace;
    const { conversationId, contact } = await workspace.openConversation();
    const decisionId = newId();
    await database.db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, confidence)
        values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, 'draft', 'drafted', 0.8)`;
    });
    const draft = { conversationId, decisionId, text: words, citations: [], confidence: 0.8 };
    await proposeDraft(deps, workspace.asAi(1), draft);
    return {
      conversationId,
      decisionId,
      contact,
      draft,
      doc: { kind: "draft", id: decisionId },
    } as const;
  };
  type Proposed = Awaited<ReturnType<typeof proposed>>;

  const open = async ({ doc }: Proposed) => {
    const replica = new Y.Doc();
    const { snapshot, updates } = await openDoc(workspace.deps, workspace.tenantId, doc);
    if (snapshot !== null) Y.applyUpdateV2(replica, snapshot);
    for (const { update } of updates) Y.applyUpdate(replica, update);
    return replica.getText("text");
  };
  const write = async (of: Proposed, person: Person, shared: Y.Text, added: string) => {
    const replica = shared.doc;
    if (replica === null) throw new Error("no document");
    const before = Y.encodeStateVector(replica);
    shared.insert(0, added);
    const update = Y.encodeStateAsUpdate(replica, before);
    const one = { memberId: person.id, clients: [replica.clientID], update };
    const [answer] = await appendDocUpdates(workspace.deps, workspace.tenantId, of.doc, [one]);
    return answer;
  };
  const approval = ({ conversationId, decisionId }: Proposed, sent: string) => ({
    conversationId,
    decisionId,
    text: sent,
  });
  const messagesOf = async ({ conversationId }: Proposed) => {
    const { events } = await database.db.tenant(workspace.tenantId, (tx) =>
      readEvents(tx, conversationId, { after: 0, limit: 50, audience: "team" }),
    );
    return events.flatMap(({ actor, body }) =>
      body.type === "message.posted" && actor.kind === "member"
        ? [[actor.name, body.parts[0]?.text]]
        : [],
    );
  };

  it("[DOC8] begins with what was proposed, and a newer opening has what people wrote", async () => {
    const one = await proposed();
    const shared = await open(one);
    expect(shared.toJSON()).toBe(shown);
    expect(await write(one, anna, shared, "Hi. ")).toEqual({ seq: 2 });
    expect((await open(one)).toJSON()).toBe(`Hi. ${shown}`);
  });

  it("[DOC9] sends the text its sender saw, and no other", async () => {
    const { deps } = workspace;
    const before = "Nothing is delivered on Sundays or in August. ";
    const one = await proposed();
    const shared = await open(one);
    await write(one, bo, shared, before);
    await expect(approveDraft(deps, anna.as(), approval(one, shown))).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("changed the draft meanwhile") as string,
    });
    expect(await messagesOf(one)).toEqual([]);
    await approveDraft(deps, anna.as(), approval(one, before + shown));
    expect(await messagesOf(one)).toEqual([["Anna", before + shown]]);
    // What was written together is evidence like any other edit.
    const [judged] = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx`select outcome, verdict from xin.decisions where id = ${one.decisionId}`,
    );
    expect(judged).toEqual({ outcome: "approved", verdict: "edited" });
    expect(await write(one, bo, shared, "Late. ")).toMatchObject({ refused: { kind: "conflict" } });
  });

  it("[DOC9] lets one of two who approve at once win, and tells the other who it was", async () => {
    const { deps } = workspace;
    const one = await proposed();
    const shared = await open(one);
    await write(one, bo, shared, "Hi. ");
    const sent = approval(one, `Hi. ${shown}`);
    const answers = await Promise.allSettled([
      approveDraft(deps, anna.as(), sent),
      approveDraft(deps, bo.as(), sent),
    ]);
    const [[winner] = []] = await messagesOf(one);
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      kind: "conflict",
      message: `This draft is gone: it was sent by ${winner}.`,
    });
    expect(await messagesOf(one)).toHaveLength(1);
  });

  it("[DOC9] never sends a change that was taken after the approval, whoever is first", async () => {
    const { deps } = workspace;
    for (let round = 0; round < 10; round += 1) {
      const one = await proposed();
      const shared = await open(one);
      await write(one, bo, shared, "Hi. ");
      const [approved, changed] = await Promise.allSettled([
        approveDraft(deps, anna.as(), approval(one, `Hi. ${shown}`)),
        write(one, bo, shared, "No! "),
      ]);
      if (changed.status === "rejected") throw changed.reason;
      const wasTaken = changed.value !== undefined && "seq" in changed.value;
      expect(approved.status).toBe(wasTaken ? "rejected" : "fulfilled");
    }
  });

  it("[DOC8] keeps people's words when it is discarded with a reason and put back", async () => {
    const { deps } = workspace;
    const one = await proposed();
    await write(one, bo, await open(one), "Hi. ");
    const { conversationId, decisionId } = one;
    const reason = ` ${"too long ".repeat(80)}`;
    const { events } = await discardDraft(deps, anna.as(), { conversationId, decisionId, reason });
    expect(events[0]?.body).toMatchObject({ type: "draft.discarded", decisionId });
    const body = events[0]?.body;
    const kept = body?.type === "draft.discarded" ? (body.reason ?? "") : "";
    expect(kept).toMatch(/^too long .*…$/);
    expect(kept.length).toBeLessThanOrEqual(500);
    await expect(approveDraft(deps, bo.as(), approval(one, "x"))).rejects.toMatchObject({
      message: "This draft is gone: it was discarded by Anna.",
    });
    await proposeDraft(deps, anna.as(), one.draft);
    expect((await open(one)).toJSON()).toBe(`Hi. ${shown}`);
  });

  it("[DOC8] is not opened once it has ended, nor by who may not answer people", async () => {
    const { deps } = workspace;
    const one = await proposed();
    const { conversationId } = one;
    const shared = await open(one);
    const viewer = await workspace.addPerson("Vera", "viewer");
    const author = await workspace.addPerson("Arno", "author");
    for (const person of [viewer, author]) {
      expect(await write(one, person, await open(one), "no")).toMatchObject({
        refused: { kind: "forbidden" },
      });
    }
    const never = await proposed();
    for (const { conversationId: id } of [one, never]) {
      await postMessage(deps, anna.as(), { conversationId: id, parts: text("Mine"), note: false });
    }
    expect(await write(one, anna, shared, "Hi. ")).toMatchObject({ refused: { kind: "conflict" } });
    await expect(open(never)).rejects.toMatchObject({ kind: "not_found" });
    await expect(
      approveDraft(deps, anna.as(), approval({ ...one, conversationId }, "x")),
    ).rejects.toMatchObject({ message: "This draft is gone: it was replaced." });
  });

  it("[DOC8] is nobody else's: another workspace finds no such draft", async () => {
    const one = await proposed();
    const other = await makeTestWorkspace(database.db);
    await expect(openDoc(other.deps, other.tenantId, one.doc)).rejects.toMatchObject({
      kind: "not_found",
    });
    await open(one);
    await expect(openDoc(other.deps, other.tenantId, one.doc)).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});
