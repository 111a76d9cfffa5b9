import { afterAll, beforeAll, expect, it } from "vitest";
import { readDecision } from "#db/reads/decisions.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { approveDraft } from "../actions/approve-draft.ts";
import { discardDraft } from "../actions/discard-draft.ts";
import { postMessage } from "../actions/post-message.ts";
import { proposeDraft } from "../actions/propose-draft.ts";
import { reopen } from "../actions/reopen.ts";
import { resolve } from "../actions/resolve.ts";
import { retract } from "../actions/retract.ts";
import { takeOver } from "../actions/take-over.ts";
import { followReactions } from "./follow-reactions.ts";
import { wordsOf } from "./words-of.ts";

describeEngines("what people did after a decision", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
  });
  afterAll(() => database?.close());

  const draftText = "A parcel takes two days to reach you.";

  /** A conversation with a decision, and what the AI does by it. */
  const decided = async (outcome: "sent" | "drafted") => {
    const { conversationId, contact } = await workspace.openConversation();
    const decisionId = newId();
    const { tenantId } = workspace;
    await database.db.tenant(
      tenantId,
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome)
        values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, 'auto', ${outcome})`,
    );
    return { conversationId, contact, decisionId, env: { ...workspace.asAi(1), decisionId } };
  };

  const drafted = async () => {
    const made = await decided("drafted");
    const { conversationId, decisionId, env } = made;
    const draft = { conversationId, decisionId, text: draftText, citations: [], confidence: 0.5 };
    await proposeDraft(workspace.deps, env, draft);
    return made;
  };

  const again = { text: draftText, citations: [], confidence: 0.5 } as const;

  /** As if a draft had been proposed so long ago. */
  const proposedEarlier = async (of: { readonly decisionId: string }, ms: number) => {
    const moved = await database.owner.tenant(
      workspace.tenantId,
      (tx) => tx`update xin.events set at = at - ${ms}::int * interval '1 millisecond'
        where decision_id = ${of.decisionId} and type = 'draft.proposed' returning 1`,
    );
    expect(moved).toHaveLength(1);
  };

  const answered = async () => {
    const made = await decided("sent");
    const { conversationId, env } = made;
    const sent = await postMessage(workspace.deps, env, {
      conversationId,
      parts: text(draftText),
      note: false,
    });
    return { ...made, seq: sent.seq ?? 0 };
  };

  const reactionsTo = async (decisionId: string) => {
    await followReactions(database.db, workspace.tenantId);
    const decision = await database.db.tenant(workspace.tenantId, (tx) =>
      readDecision(tx, decisionId),
    );
    return decision?.reactions.map(({ kind, editDistance, by }) => [kind, editDistance, by.name]);
  };

  it("tells a draft that was approved from one that was edited, and by how much", async () => {
    const same = await drafted();
    await approveDraft(workspace.deps, anna.as(), { ...same, text: draftText });
    const other = await drafted();
    const changed = `${draftText} Abroad it takes five.`;
    await approveDraft(workspace.deps, anna.as(), { ...other, text: changed });
    expect(await reactionsTo(same.decisionId)).toEqual([["approved", 0, "Anna"]]);
    expect(await reactionsTo(other.decisionId)).toEqual([["edited", 22, "Anna"]]);
  });

  it("tells of a draft that was thrown away", async () => {
    const { conversationId, decisionId } = await drafted();
    await discardDraft(workspace.deps, anna.as(), { conversationId, decisionId });
    expect(await reactionsTo(decisionId)).toEqual([["rejected", null, "Anna"]]);
  });

  it("keeps how many words of a draft changed, how long it waited, and why it was discarded", async () => {
    const detailsOf = async (decisionId: string) => {
      await followReactions(database.db, workspace.tenantId);
      const decision = await database.db.tenant(workspace.tenantId, (tx) =>
        readDecision(tx, decisionId),
      );
      return decision?.reactions.map(({ wordsChanged, draftWords, waitedMs, reason }) => ({
        words: [wordsChanged, draftWords],
        hasWaited: waitedMs === null ? null : waitedMs >= 0,
        reason,
      }));
    };
    const edited = await drafted();
    const changed = `Abroad too. ${draftText}`;
    await approveDraft(workspace.deps, anna.as(), { ...edited, text: changed });
    expect(await detailsOf(edited.decisionId)).toEqual([
      { words: [2, wordsOf(draftText).length], hasWaited: true, reason: null },
    ]);
    const discarded = await drafted();
    await proposedEarlier(discarded, 90_000);
    await discardDraft(workspace.deps, anna.as(), { ...discarded, reason: "Wrong price" });
    await proposeDraft(workspace.deps, anna.as(), { ...discarded, ...again });
    await discardDraft(workspace.deps, anna.as(), discarded);
    const [first, second] = (await detailsOf(discarded.decisionId)) ?? [];
    expect(first).toEqual({ words: [null, null], hasWaited: true, reason: "Wrong price" });
    expect(second).toEqual({ words: [null, null], hasWaited: true, reason: null });
    const waited = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx<{ ms: number }[]>`select waited_ms::float8 as ms from xin.decision_reactions
        where decision_id = ${discarded.decisionId} order by seq`,
    );
    expect(waited[0]?.ms).toBeGreaterThanOrEqual(90_000);
    expect(waited[1]?.ms).toBeLessThan(90_000);
  });

  it("tells of an answer that was taken back, and of the person who took over and replied", async () => {
    const { conversationId, decisionId, seq } = await answered();
    await retract(workspace.deps, anna.as(), { conversationId, targetSeq: seq });
    await takeOver(workspace.deps, anna.as(), { conversationId });
    const reply = () =>
      postMessage(workspace.deps, anna.as(), { conversationId, parts: text("Sorry"), note: false });
    await reply();
    // A second one says nothing new of the decision.
    await reply();
    expect(await reactionsTo(decisionId)).toEqual([
      ["undone", null, "Anna"],
      ["took_over", null, "Anna"],
      ["replied", null, "Anna"],
    ]);
  });

  it("tells of a conversation that a person opened again, and not of one a person had closed", async () => {
    const byAi = await answered();
    await resolve(workspace.deps, { ...byAi.env, idempotencyKey: newId() }, byAi);
    await reopen(workspace.deps, anna.as(), byAi);
    expect(await reactionsTo(byAi.decisionId)).toEqual([["reopened", null, "Anna"]]);
    const byAnna = await answered();
    await resolve(workspace.deps, anna.as(), byAnna);
    await reopen(workspace.deps, anna.as(), byAnna);
    expect(await reactionsTo(byAnna.decisionId)).toEqual([]);
  });

  it("leaves out notes, and what visitors and the AI do", async () => {
    const { conversationId, decisionId, contact, env } = await answered();
    const note = { conversationId, parts: text("careful"), note: true };
    await postMessage(workspace.deps, anna.as(), note);
    await postMessage(workspace.deps, contact.as(), { ...note, note: false });
    await postMessage(
      workspace.deps,
      { ...env, idempotencyKey: newId() },
      { ...note, note: false },
    );
    expect(await reactionsTo(decisionId)).toEqual([]);
  });

  it("finds the same when the log is gone through once more", async () => {
    const { conversationId, decisionId } = await drafted();
    await approveDraft(workspace.deps, anna.as(), {
      conversationId,
      decisionId,
      text: draftText,
    });
    const before = await reactionsTo(decisionId);
    await database.db.tenant(
      workspace.tenantId,
      (tx) => tx`update xin.consumers set position = 0 where name = 'reactions'`,
    );
    expect(await reactionsTo(decisionId)).toEqual(before);
    expect(before).toHaveLength(1);
  });
});
