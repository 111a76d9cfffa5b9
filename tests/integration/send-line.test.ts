import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { approveDraft } from "#engine/actions/approve-draft.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { publishTuning } from "#engine/knowledge/tuning/publish-tuning.ts";
import { saveTuning } from "#engine/knowledge/tuning/save-tuning.ts";
import { type Learning, startLearning } from "#engine/knowledge/tuning/start-learning.ts";
import { defaultTuning } from "#engine/knowledge/tuning.ts";
import { openReplyWorld, patience, type ReplyWorld, shopDocuments } from "./reply-world.ts";

let world: ReplyWorld;
let learning: Learning;
beforeAll(async () => {
  world = await openReplyWorld();
  learning = startLearning(world.deps, { gatherMs: 10 });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await learning.stop();
  await world.close();
});

const refund = "How long does a refund take?";
const policy = "---\nmode: auto\n---\n# Help of the Lakeside shop\n\nAnswer about orders.\n";

it("opens by what the team approves, and closes by what it corrects", async () => {
  const shop = await world.makeWorkspace(policy, shopDocuments);
  const { tenantId } = shop;
  const ada = await shop.addPerson("Ada", "owner");
  const tuning = { ...defaultTuning, sendLine: "proven" } as const;
  const saved = await saveTuning(world.deps, ada.as(), { tuning, note: null });
  await publishTuning(world.deps, ada.as(), saved);
  world.startWorker();

  const ask = async () => {
    const visitor = await shop.visitor();
    await visitor.say(refund);
    return { visitor, decision: await visitor.decided() };
  };
  /** The same answer again, as often as a busy team has judged it. */
  const repeat = (decisionId: string, count: number, outcome: string, verdict: string) =>
    world.deps.db.tenant(
      tenantId,
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
          outcome, answer, confidence, scoring, verdict, provider, model)
        select tenant_id, gen_random_uuid(), conversation_id, kind, trigger_seq, epoch, mode,
          ${outcome}, answer, confidence, scoring, ${verdict}, provider, model
        from xin.decisions d, generate_series(1, ${count}::int) where d.id = ${decisionId}`,
    );
  const moves = () =>
    world.deps.db.tenant(
      tenantId,
      (tx) => tx`select detail from xin.audit_log where action = 'line.moved'`,
    );

  const first = await ask();
  expect(first.decision).toMatchObject({
    outcome: "handed_over",
    threshold: null,
    retrieval: { configVersion: saved.version },
  });
  expect(await first.visitor.row()).toMatchObject({
    holder: "waiting",
    draft: { decisionId: first.decision.id },
  });
  const handedOver = (await first.visitor.events()).at(-1);
  expect(handedOver?.body).toMatchObject({
    type: "conversation.handed-over",
    detail: expect.stringMatching(/^no_line:\d+$/),
  });

  await repeat(first.decision.id, 58, "approved", "approved");
  await approveDraft(world.deps, ada.as(), {
    conversationId: first.visitor.id,
    decisionId: first.decision.id,
    text: first.decision.answer ?? "",
  });
  await expect.poll(moves, patience).toHaveLength(1);
  const second = await ask();
  expect(second.decision).toMatchObject({ outcome: "sent", threshold: expect.any(Number) });
  expect(second.decision.threshold).toBeGreaterThanOrEqual(0.5);

  await repeat(second.decision.id, 20, "sent", "taken_over");
  await takeOver(world.deps, ada.as(), { conversationId: second.visitor.id });
  await expect.poll(moves, patience).toHaveLength(2);
  expect((await ask()).decision).toMatchObject({ outcome: "handed_over", reason: "unsure" });
});

it("sends from the calibrated line on where nothing is learnt yet", async () => {
  const shop = await world.makeWorkspace(policy, shopDocuments);
  world.startWorker();
  const visitor = await shop.visitor();
  await visitor.say(refund);
  expect((await visitor.decided()).threshold).toBeCloseTo(0.7, 5);
});
