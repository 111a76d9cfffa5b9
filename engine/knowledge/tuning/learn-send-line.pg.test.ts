import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Tx } from "#db/client.ts";
import { readAnswersToCheck } from "#db/reads/answers-to-check.ts";
import { approveDraft } from "../../actions/approve-draft.ts";
import { discardDraft } from "../../actions/discard-draft.ts";
import { postMessage } from "../../actions/post-message.ts";
import { retract } from "../../actions/retract.ts";
import { settleReply } from "../../actions/settle-reply.ts";
import { takeOver } from "../../actions/take-over.ts";
import { createPolicy } from "../../policy/create-policy.ts";
import { publishPolicy } from "../../policy/publish-policy.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../../tests/support/test-workspace.ts";
import { defaultTuning, type Tuning } from "../tuning.ts";
import { checkAnswer } from "./check-answer.ts";
import { lineFor, readHeldLines } from "./held-lines.ts";
import { learnSendLine } from "./learn-send-line.ts";
import { publishTuning } from "./publish-tuning.ts";
import { readLineState } from "./read-line-state.ts";
import { saveTuning } from "./save-tuning.ts";

const answer = "A refund takes five working days [1].";

describeEngines("the send line, learnt", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let ada: Person;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    workspace = await makeTestWorkspace(database.db);
    ada = await workspace.addPerson("Ada", "owner");
    const system = systemEnvelope(workspace.tenantId, "test");
    const page = "---\nmode: auto\n---\n# Help\n\nAnswer.\n";
    const created = await createPolicy(workspace.deps, system, { name: "Help", text: page });
    await publishPolicy(workspace.deps, system, created);
  });
  afterAll(() => database.close());

  const read = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);
  const state = (tuning: Tuning = defaultTuning) => read((tx) => readLineState(tx, tuning));
  const line = async (tuning: Tuning = defaultTuning) => (await state(tuning)).line;
  const learn = () => learnSendLine(workspace.deps, workspace.tenantId);
  const use = async (sendLine: Tuning["sendLine"]) => {
    const tuning = { ...defaultTuning, sendLine };
    const saved = await saveTuning(workspace.deps, ada.as(), { tuning, note: null });
    await publishTuning(workspace.deps, ada.as(), saved);
    return tuning;
  };
  const audited = () =>
    read(
      (tx) =>
        tx`select actor_kind, target, detail from xin.audit_log where action = 'line.moved' order by id`,
    );

  type Made = {
    readonly confidence: number;
    readonly kind?: "send" | "draft";
    readonly scoring?: string | null;
    readonly model?: string;
    /** Whether it is among the one in ten that somebody is to look at. */
    readonly drawn?: true;
  };
  /** An answer of the AI in a conversation of its own, as the reply path settles it. */
  const answered = async ({
    confidence,
    kind = "draft",
    scoring,
    model = "extractive",
    drawn,
  }: Made) => {
    const { conversationId, contact } = await workspace.openConversation();
    const held = await read((tx) => readHeldLines(tx, defaultTuning));
    const id = newId().replace(/..$/, drawn === true ? "00" : "ff");
    const words = { text: answer, citations: [] };
    await settleReply(workspace.deps, workspace.asAi(1), {
      effect: kind === "send" ? { kind, answer: words } : { kind, answer: words, confidence },
      decision: {
        id,
        conversationId,
        triggerSeq: 2,
        epoch: 1,
        mode: "auto",
        outcome: kind === "send" ? "sent" : "drafted",
        reason: "test",
        question: "How long does a refund take?",
        answer,
        confidence,
        threshold: null,
        scoring: scoring === undefined ? held.scoring : scoring,
        features: {},
        retrieval: null,
        passages: [],
        citations: [],
        rules: [],
        guards: [],
        policyId: null,
        policyVersion: null,
        provider: "xin",
        model,
        attempts: [],
        tokensIn: 0,
        tokensOut: 0,
        costUsd: 0,
        timingsMs: { retrieval: 0, model: 0, total: 0, firstToken: null },
        messageSeq: null,
        traceparent: null,
      },
    });
    return { conversationId, contact, decisionId: id };
  };
  type Answered = Awaited<ReturnType<typeof answered>>;
  const approve = ({ conversationId, decisionId }: Answered, sent = answer) =>
    approveDraft(workspace.deps, ada.as(), { conversationId, decisionId, text: sent });
  const reject = ({ conversationId, decisionId }: Answered) =>
    discardDraft(workspace.deps, ada.as(), { conversationId, decisionId });
  /** Judged drafts in numbers, as they are stored: what stands behind them is what the tests above it show. */
  const judged = async (
    count: number,
    confidence: number,
    verdict: "approved" | "edited" | "rejected" = "approved",
  ) => {
    const { conversationId, decisionId } = await answered({ confidence });
    await read(
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
          outcome, answer, confidence, scoring, verdict, provider, model)
        select tenant_id, gen_random_uuid(), conversation_id, kind, trigger_seq, epoch, mode,
          ${verdict === "rejected" ? "discarded" : "approved"}, answer, confidence, scoring, ${verdict}, provider, model
        from xin.decisions d, generate_series(1, ${count - 1}::int) where d.id = ${decisionId}`,
    );
    const last = { conversationId, decisionId, contact: await workspace.addContact() };
    if (verdict === "rejected") await reject(last);
    else await approve(last, verdict === "edited" ? "It takes seven days." : answer);
  };

  it("begins at .70, and with nothing sent where only what is proven is", async () => {
    expect(await state()).toMatchObject({ setting: "learn", line: 0.7, lastMove: null, curve: [] });
    const proven = await use("proven");
    await learn();
    expect(await line(proven)).toBeNull();
    expect((await state(proven)).steps.map(({ missing }) => missing)).toEqual([
      59, 59, 59, 59, 59, 59,
    ]);
  });

  it("takes an approval for right, also with a greeting, and an edit or a rejection for wrong", async () => {
    await approve(await answered({ confidence: 0.9 }));
    await approve(await answered({ confidence: 0.9 }), `Hi Bo,\n${answer}\nBest regards, Ada`);
    await approve(await answered({ confidence: 0.9 }), answer.replace("five", "ten"));
    await reject(await answered({ confidence: 0.9 }));
    const own = await answered({ confidence: 0.9 });
    const message = { conversationId: own.conversationId, parts: text("Ten days."), note: false };
    await postMessage(workspace.deps, ada.as(), message);
    // What a rule answered or a guard held back was never the line's to decide.
    await approve(await answered({ confidence: 1, scoring: null }));
    const { verdicts, steps } = await state();
    expect(verdicts).toMatchObject({ approved: 2, edited: 1, rejected: 2, retracted: 0 });
    expect(steps.at(3)).toMatchObject({ line: 0.8, judged: 5, wrong: 3 });
    expect(steps.at(5)).toMatchObject({ line: 0.95, judged: 0, wrong: 0 });
  });

  it("counts what was sent and taken back, or answered anew by a person, and no more than that", async () => {
    const send = () => answered({ confidence: 0.9, kind: "send" });
    const back = await send();
    await retract(workspace.deps, ada.as(), { conversationId: back.conversationId, targetSeq: 3 });
    const { conversationId: taken } = await send();
    await takeOver(workspace.deps, ada.as(), { conversationId: taken });
    const { conversationId: corrected } = await send();
    const words = { parts: text("No, ten days."), note: false };
    await postMessage(workspace.deps, ada.as(), { conversationId: corrected, ...words });
    // The visitor asks something else, and a person takes that on.
    const later = await send();
    const { conversationId } = later;
    const more = { conversationId, parts: text("And abroad?"), note: false };
    await postMessage(workspace.deps, later.contact.as(), more);
    await takeOver(workspace.deps, ada.as(), { conversationId });
    // Approved by a person, and taken back by the same.
    const own = await answered({ confidence: 0.9 });
    const { seq } = await approve(own);
    await retract(workspace.deps, ada.as(), {
      conversationId: own.conversationId,
      targetSeq: seq ?? 0,
    });
    const { verdicts } = await state();
    expect(verdicts).toMatchObject({ approved: 0, rejected: 0, retracted: 2, taken_over: 2 });
  });

  it("has one in ten of the sent answers looked at: they prove and refute, though nobody objected", async () => {
    const send = (drawn?: true) =>
      answered({ confidence: 0.9, kind: "send", ...(drawn && { drawn }) });
    const toCheck = async () => (await read((tx) => readAnswersToCheck(tx, 3))).answers;
    const check = (decisionId: string, isRight: boolean, person = ada) =>
      checkAnswer(workspace.deps, person.as(), { decisionId, isRight });
    const { decisionId: other } = await send();
    const { decisionId: first } = await send(true);
    const draft = await answered({ confidence: 0.9, drawn: true });
    expect((await toCheck()).map(({ decisionId }) => decisionId)).toEqual([first]);
    const viewer = await workspace.addPerson("Vi", "viewer");
    await expect(check(first, true, viewer)).rejects.toMatchObject({ kind: "forbidden" });
    for (const none of [other, draft.decisionId, newId()]) {
      await expect(check(none, true)).rejects.toMatchObject({ kind: "not_found" });
    }
    await check(first, true);
    await expect(check(first, false)).rejects.toMatchObject({ kind: "conflict" });
    expect(await toCheck()).toEqual([]);
    expect(await state()).toMatchObject({ verdicts: { confirmed: 1, wrong: 0 } });
    expect((await state()).steps[4]).toMatchObject({ line: 0.9, judged: 1, wrong: 0 });

    // A hundred were let stand; of those that were looked at, every fourth was wrong.
    for (let n = 0; n < 100; n += 1) await send();
    for (let n = 1; n < 20; n += 1) {
      const { decisionId } = await send(true);
      await check(decisionId, n % 4 > 0);
    }
    await learn();
    expect(await state()).toMatchObject({ line: 0.7 });
    const { decisionId } = await send(true);
    await check(decisionId, false);
    await learn();
    const { line: now, lastMove } = await state();
    expect(lastMove).toMatchObject({ from: 0.7, reason: "refuted", at: 0.9, judged: 21, wrong: 5 });
    expect(now).toBe(0.95);
  });

  it("lets a proof go that is older than a year", async () => {
    await judged(59, 0.65);
    await learn();
    expect(await line()).toBe(0.6);
    await read(async (tx) => {
      await tx`update xin.decisions set created_at = created_at - interval '366 days'`;
      await tx`update xin.send_lines set moved_at = moved_at - interval '366 days'`;
    });
    // Anything that happens in the workspace is occasion enough to look.
    await answered({ confidence: 0.2, kind: "send" });
    await learn();
    const { line: now, lastMove, verdicts } = await state();
    expect(now).toBe(0.7);
    expect(lastMove).toMatchObject({ from: 0.6, to: 0.7, reason: "outdated", judged: 0 });
    expect(verdicts.approved).toBe(0);
  });

  it("falls to the lowest line that is proven, once, and says by what", async () => {
    await judged(58, 0.65);
    await learn();
    expect(await line()).toBe(0.7);
    expect((await state()).steps[1]).toMatchObject({ line: 0.6, judged: 58, missing: 1 });
    await approve(await answered({ confidence: 0.65 }));
    await learn();
    await learn();
    const { line: now, lastMove } = await state();
    expect(now).toBe(0.6);
    expect(lastMove).toMatchObject({ from: 0.7, to: 0.6, reason: "proven", judged: 59, wrong: 0 });
    expect(await audited()).toEqual([
      {
        actor_kind: "system",
        target: "xin/extractive",
        detail: {
          from: 0.7,
          to: 0.6,
          reason: "proven",
          at: 0.6,
          judged: 59,
          wrong: 0,
          atLeast: 0.95,
        },
      },
    ]);
    const told = await read((tx) => tx`select 1 from xin.events where type = 'line.moved'`);
    expect(told).toHaveLength(1);
    expect(workspace.published.at(-1)).toMatchObject({ type: "committed", conversationId: null });
  });

  it("opens a workspace that sends only what is proven, whatever is rejected below", async () => {
    const proven = await use("proven");
    await judged(59, 0.97);
    await judged(450, 0.3, "rejected");
    await learn();
    expect(await line(proven)).toBe(0.95);
    expect(await line()).toBe(0.7);
  });

  it("rises when what is sent is corrected, and stays there until the lower line is proven", async () => {
    await judged(93, 0.75);
    for (let n = 0; n < 12; n += 1) {
      const { conversationId } = await answered({ confidence: 0.75, kind: "send" });
      await takeOver(workspace.deps, ada.as(), { conversationId });
    }
    await learn();
    const { line: now, lastMove, steps } = await state();
    expect(now).toBe(0.8);
    expect(lastMove).toMatchObject({ from: 0.7, to: 0.8, reason: "refuted", wrong: 12 });
    expect(steps.map(({ refuted }) => refuted)).toEqual([true, true, true, false, false, false]);
    // Answers above it that are let stand prove nothing for what is below.
    for (let n = 0; n < 5; n += 1) await answered({ confidence: 0.9, kind: "send" });
    await approve(await answered({ confidence: 0.4 }));
    await learn();
    expect(await line()).toBe(0.8);
  });

  it("does not rise by a few objections to much that was sent and let stand", async () => {
    const send = () => answered({ confidence: 0.75, kind: "send" });
    for (let n = 0; n < 22; n += 1) {
      const { conversationId } = await send();
      await takeOver(workspace.deps, ada.as(), { conversationId });
    }
    const { conversationId, decisionId } = await send();
    await read(
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
          outcome, answer, confidence, scoring, provider, model)
        select tenant_id, gen_random_uuid(), conversation_id, kind, trigger_seq, epoch, mode,
          'sent', answer, confidence, scoring, provider, model
        from xin.decisions d, generate_series(1, 95) where d.id = ${decisionId}`,
    );
    await takeOver(workspace.deps, ada.as(), { conversationId });
    await learn();
    const { line: now, steps, verdicts } = await state();
    expect(now).toBe(0.7);
    expect(verdicts.taken_over).toBe(23);
    expect(steps[2]).toMatchObject({ judged: 0, refuted: false });
  });

  it("sends nothing when every line is refuted", async () => {
    await judged(30, 0.97, "rejected");
    await learn();
    const held = await read((tx) => readHeldLines(tx, defaultTuning));
    expect(lineFor(held, "xin/extractive")).toBeNull();
    expect(lineFor(held, null)).toBeNull();
    // Another model has done nothing wrong.
    expect(lineFor(held, "openai/other")).toBe(0.7);
  });

  it("begins anew with another way of scoring, and finds its evidence again on the way back", async () => {
    await judged(59, 0.65);
    await learn();
    const other = { ...defaultTuning, meaning: 0.9 };
    expect(await state(other)).toMatchObject({ line: 0.7, lastMove: null });
    expect((await state(other)).steps[0]).toMatchObject({ judged: 0, missing: 59 });
    expect(await line({ ...defaultTuning, synonyms: [["lamp", "light"]] })).toBe(0.6);
    expect(await line()).toBe(0.6);
  });

  it("does not move while it is set by hand, and catches up when it is learnt again", async () => {
    const pinned = await use(0.62);
    await judged(59, 0.55);
    await learn();
    expect(await state(pinned)).toMatchObject({ setting: 0.62, line: 0.62, lastMove: null });
    expect(await audited()).toEqual([]);
    const learnt = await use("learn");
    await learn();
    expect(await line(learnt)).toBe(0.5);
  });

  it("is remembered while the AI answers nothing", async () => {
    await judged(59, 0.65);
    await learn();
    for (let n = 0; n < 51; n += 1) await answered({ confidence: 1, scoring: null });
    const { line: now, steps } = await state();
    expect(now).toBe(0.6);
    expect(steps[1]).toMatchObject({ judged: 59 });
  });

  it("is kept from other workspaces", async () => {
    await judged(59, 0.65);
    await learn();
    const stranger = await makeTestWorkspace(database.db);
    const seen = await database.db.tenant(stranger.tenantId, (tx) =>
      readLineState(tx, defaultTuning),
    );
    expect(seen).toMatchObject({ line: 0.7, verdicts: { approved: 0 } });
  });

  it("is moved once when two nodes learn at the same time", async () => {
    await judged(59, 0.65);
    await Promise.all([learn(), learn()]);
    expect(await audited()).toHaveLength(1);
  });
});
