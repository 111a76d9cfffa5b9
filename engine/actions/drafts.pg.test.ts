import { afterAll, beforeAll, expect, it } from "vitest";
import { readDecision, readDecisions } from "#db/reads/decisions.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { approveDraft } from "./approve-draft.ts";
import { discardDraft } from "./discard-draft.ts";
import { handOver } from "./hand-over.ts";
import { postMessage } from "./post-message.ts";
import { proposeDraft } from "./propose-draft.ts";
import { resolve } from "./resolve.ts";
import { takeOver } from "./take-over.ts";

describeEngines("drafts of the AI", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let viewer: Person;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
    viewer = await workspace.addPerson("Vera", "viewer");
  });
  afterAll(() => database.close());

  const verify = (conversationId: string, run: Parameters<typeof verifyAction>[2]) =>
    verifyAction(workspace, conversationId, run);

  const cite = (n: number) => ({
    n,
    chunkId: newId(),
    sourceId: newId(),
    title: "Delivery",
    heading: null,
    quote: "Parcels take 2 days.",
    url: null,
  });

  /** A draft and the decision behind it, as the reply engine records it. */
  const draft = async (conversationId: string, epoch = 1) => {
    const decisionId = newId();
    const { tenantId } = workspace;
    await database.db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, confidence)
        values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, ${epoch}, 'draft', 'drafted', 0.87)`;
    });
    return {
      conversationId,
      decisionId,
      text: "It takes 2 days [1], abroad 5 [2].",
      citations: [cite(1), cite(2)],
      confidence: 0.8712345678901234,
    };
  };
  const outcomeOf = async (decisionId: string) => {
    const read = await database.db.tenant(workspace.tenantId, (tx) => readDecision(tx, decisionId));
    return { outcome: read?.outcome, messageSeq: read?.messageSeq };
  };

  it("are shown to the team and replaced by newer ones", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps, published } = workspace;
    const first = await draft(conversationId);
    const { row, outcome } = await verify(conversationId, () =>
      proposeDraft(deps, workspace.asAi(1), first),
    );
    expect(row.draft).toEqual({ decisionId: first.decisionId, confidence: first.confidence });
    expect(row.preview).toBe("Where is my parcel?");
    expect(published.at(-1)).toMatchObject({ teamOnlySeqs: [outcome.seq] });
    const second = await draft(conversationId);
    const newer = await verify(conversationId, () => proposeDraft(deps, workspace.asAi(1), second));
    expect(newer.row.draft?.decisionId).toBe(second.decisionId);
    const { decisionId } = first;
    await expect(
      approveDraft(deps, anna.as(), { conversationId, decisionId, text: "Old" }),
    ).rejects.toMatchObject({ kind: "conflict" });
    const read = await database.db.tenant(workspace.tenantId, (tx) =>
      readDecisions(tx, conversationId),
    );
    expect(read.map((decision) => decision.id)).toEqual([first.decisionId, second.decisionId]);
    expect(read[0]).toMatchObject({ policy: null, costUsd: 0, timingsMs: { total: 0 } });
  });

  it("are sent by a person; the AI keeps the conversation", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const proposed = await draft(conversationId);
    const { decisionId, citations } = proposed;
    await proposeDraft(deps, workspace.asAi(1), proposed);
    const env = anna.as();
    const input = { conversationId, decisionId, text: "2 days [1].", seenSeq: 3 };
    const { row, events, outcome } = await verify(conversationId, () =>
      approveDraft(deps, env, input),
    );
    expect(row).toMatchObject({ holder: "ai", epoch: 1, draft: null, preview: "2 days [1]." });
    expect(events[0]).toMatchObject({
      actor: { kind: "member", id: anna.id },
      body: { parts: text("2 days [1]."), decisionId, citations: citations.slice(0, 1) },
    });
    expect(await outcomeOf(decisionId)).toEqual({ outcome: "approved", messageSeq: outcome.seq });
    expect(await approveDraft(deps, env, input)).toMatchObject({
      seq: outcome.seq,
      duplicate: true,
    });
    await expect(approveDraft(deps, anna.as(), input)).rejects.toMatchObject({ kind: "conflict" });
  });

  it("make a waiting conversation the person's when approved", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const proposed = await draft(conversationId);
    const { decisionId } = proposed;
    await proposeDraft(deps, workspace.asAi(1), proposed);
    await handOver(deps, workspace.asAi(1), {
      conversationId,
      reason: "rule",
      detail: null,
      decisionId,
    });
    const { row, events } = await verify(conversationId, () =>
      approveDraft(deps, anna.as(), { conversationId, decisionId, text: "2 days" }),
    );
    expect(events.map((event) => event.body.type)).toEqual([
      "conversation.taken-over",
      "message.posted",
    ]);
    expect(row).toMatchObject({ holder: "people", assignee: { id: anna.id } });
    expect(await outcomeOf(decisionId)).toEqual({ outcome: "approved", messageSeq: row.lastSeq });
  });

  it("are held back when the visitor wrote meanwhile", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const proposed = await draft(conversationId);
    await proposeDraft(deps, workspace.asAi(1), proposed);
    await postMessage(deps, contact.as(), { conversationId, parts: text("Or not"), note: false });
    const { decisionId } = proposed;
    await expect(
      approveDraft(deps, anna.as(), { conversationId, decisionId, text: "2 days", seenSeq: 3 }),
    ).rejects.toMatchObject({ kind: "unseen", missed: [{ seq: 4 }] });
  });

  it("are thrown away and put back", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const proposed = await draft(conversationId);
    const { decisionId } = proposed;
    await proposeDraft(deps, workspace.asAi(1), proposed);
    const discarded = await verify(conversationId, () =>
      discardDraft(deps, anna.as(), { conversationId, decisionId }),
    );
    expect(discarded.row.draft).toBeNull();
    expect(await outcomeOf(decisionId)).toMatchObject({ outcome: "discarded" });
    expect(discarded.outcome.inverse).toEqual({ action: "proposeDraft", input: proposed });
    const again = await verify(conversationId, () =>
      discardDraft(deps, anna.as(), { conversationId, decisionId }),
    );
    expect(again.outcome.seq).toBeNull();
    const back = await verify(conversationId, () => proposeDraft(deps, anna.as(), proposed));
    expect(back.row.draft).toMatchObject({ decisionId });
    expect(await outcomeOf(decisionId)).toMatchObject({ outcome: "drafted" });
  });

  it("end with a person's own answer and with the conversation", async () => {
    const { deps } = workspace;
    const answered = await workspace.openConversation();
    const first = await draft(answered.conversationId);
    await proposeDraft(deps, workspace.asAi(1), first);
    const { row } = await verify(answered.conversationId, () =>
      postMessage(deps, anna.as(), {
        conversationId: answered.conversationId,
        parts: text("Mine"),
        note: false,
      }),
    );
    expect(row.draft).toBeNull();
    expect(await outcomeOf(first.decisionId)).toMatchObject({ outcome: "discarded" });

    const { conversationId } = await workspace.openConversation();
    await proposeDraft(deps, workspace.asAi(1), await draft(conversationId));
    const resolved = await verify(conversationId, () =>
      resolve(deps, anna.as(), { conversationId }),
    );
    expect(resolved.row.draft).toBeNull();
  });

  it("are refused to others, when stale, and when they are none", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const proposed = await draft(conversationId);
    const { decisionId } = proposed;
    const approval = { conversationId, decisionId, text: "2 days" };
    const ai = workspace.asAi(1);
    const refusals = [
      [() => proposeDraft(deps, viewer.as(), proposed), "forbidden"],
      [() => proposeDraft(deps, contact.as(), proposed), "forbidden"],
      [() => proposeDraft(deps, workspace.asAi(2), proposed), "stale_epoch"],
      [() => proposeDraft(deps, ai, { ...proposed, text: "\u200b" }), "blank"],
      [() => proposeDraft(deps, ai, { ...proposed, confidence: Number.NaN }), "invalid"],
      [() => proposeDraft(deps, ai, { ...proposed, decisionId: "?" }), "invalid"],
      [() => proposeDraft(deps, ai, { ...proposed, conversationId: newId() }), "not_found"],
      [() => approveDraft(deps, viewer.as(), approval), "forbidden"],
      [() => approveDraft(deps, ai, approval), "forbidden"],
      [() => approveDraft(deps, anna.as(), { ...approval, text: " " }), "blank"],
      [() => approveDraft(deps, anna.as(), approval), "conflict"],
      [() => approveDraft(deps, anna.as(), { ...approval, conversationId: newId() }), "not_found"],
      [() => discardDraft(deps, viewer.as(), approval), "forbidden"],
      [() => discardDraft(deps, contact.as(), approval), "forbidden"],
      [() => discardDraft(deps, anna.as(), { ...approval, conversationId: newId() }), "not_found"],
    ] as const;
    for (const [attempt, kind] of refusals) await expect(attempt()).rejects.toMatchObject({ kind });
    await takeOver(deps, anna.as(), { conversationId });
    await expect(proposeDraft(deps, ai, proposed)).rejects.toMatchObject({ kind: "stale_epoch" });
  });
});
