import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readDecision } from "#db/reads/decisions.ts";
import { readOpenFallback } from "#db/reads/auto-acceptance.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { type Learning, startLearning } from "#engine/knowledge/tuning/start-learning.ts";
import { fallsBack, guardAcceptance } from "#engine/modes/guard-acceptance.ts";
import { returnToAuto } from "#engine/modes/return-to-auto.ts";
import {
  autoPolicy,
  openReplyWorld,
  patience,
  type ReplyWorld,
  shopDocuments,
} from "./reply-world.ts";

let world: ReplyWorld;
let learning: Learning | undefined;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(async () => {
  await learning?.stop();
  learning = undefined;
  await world.stopWorkers();
});
afterAll(() => world.close());

const refund = "How long does a refund take?";

describe("few enough answers that were let stand", () => {
  it.each([
    [19, 19, false],
    [20, 6, false],
    [20, 7, true],
    [100, 17, false],
    [100, 19, true],
    [100, 0, false],
  ])("of %i answers, %i wrong ones hold further ones back: %s", (answers, wrong, expected) => {
    expect(fallsBack({ answers, wrong })).toBe(expected);
  });
});

/** A shop whose AI has sent an answer, and that answer again as often as it was let stand or not. */
const busyShop = async (right: number, wrong: number) => {
  const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
  world.startWorker();
  const visitor = await shop.visitor();
  await visitor.say(refund);
  const decision = await visitor.decided();
  expect(decision.outcome).toBe("sent");
  const repeat = (count: number, verdict: string | null) =>
    world.deps.db.tenant(
      shop.tenantId,
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
          outcome, reason, answer, verdict, policy_id, policy_version)
        select tenant_id, gen_random_uuid(), conversation_id, kind, trigger_seq, epoch, mode,
          outcome, reason, answer, ${verdict}, policy_id, policy_version
        from xin.decisions d, generate_series(1, ${count}::int) where d.id = ${decision.id}`,
    );
  await repeat(right, null);
  await repeat(wrong, "retracted");
  const open = () => world.deps.db.tenant(shop.tenantId, readOpenFallback);
  return { shop, visitor, decision, repeat, open };
};

describe("when people do not let answers stand", () => {
  it("falls back to drafts by itself, says why, and goes on where a person lets it", async () => {
    const { shop, visitor, open } = await busyShop(12, 6);
    const { tenantId } = shop;
    const ada = await shop.addPerson("Ada", "owner");
    learning = startLearning(world.deps, { gatherMs: 10 });
    await guardAcceptance(world.deps, tenantId);
    expect(await open()).toBeNull();

    // The seventh of twenty: the person's own act is what tips it.
    const other = await shop.visitor();
    await other.say(refund);
    expect(await other.decided()).toMatchObject({ outcome: "sent" });
    await takeOver(world.deps, ada.as(), { conversationId: other.id });
    await expect.poll(open, patience).toMatchObject({ answers: 20, wrong: 7, least: 0.9 });
    const fallback = await open();
    expect(fallback?.atMost).toBeLessThan(0.9);
    const decision = await world.deps.db.tenant(tenantId, (tx) =>
      readDecision(tx, fallback?.decisionId ?? ""),
    );
    expect(decision).toMatchObject({
      kind: "fallback",
      outcome: "fell_back",
      conversationId: other.id,
      policy: { version: 1 },
      features: { answers: 20, wrong: 7 },
    });
    const audit = await world.deps.db.tenant(
      tenantId,
      (tx) => tx`select actor_kind, detail from xin.audit_log where action = 'mode.fell-back'`,
    );
    expect(audit).toMatchObject([{ actor_kind: "system", detail: { answers: 20, wrong: 7 } }]);
    const events = await world.deps.db.tenant(
      tenantId,
      (tx) => tx`select type from xin.events where type like 'mode.%' order by position`,
    );
    expect(events).toEqual([{ type: "mode.fell-back" }]);
    await expect.poll(async () => (await visitor.row()).modeReason, patience).toBe("fallback");

    const held = await shop.visitor();
    await held.say(refund);
    expect(await held.decided()).toMatchObject({ mode: "draft", outcome: "drafted" });
    expect(await held.said()).toEqual([]);

    const operator = await shop.addPerson("Olli", "operator");
    await expect(returnToAuto(world.deps, operator.as())).rejects.toMatchObject({
      kind: "forbidden",
    });
    await returnToAuto(world.deps, ada.as());
    expect(await open()).toBeNull();
    const again = await shop.visitor();
    await again.say(refund);
    expect(await again.decided()).toMatchObject({ mode: "auto", outcome: "sent" });
    // What was sent before counts no more.
    await guardAcceptance(world.deps, tenantId);
    expect(await open()).toBeNull();
  });

  it("happens once, however many look at the same time", async () => {
    const { shop, open } = await busyShop(12, 7);
    await Promise.all(Array.from({ length: 5 }, () => guardAcceptance(world.deps, shop.tenantId)));
    expect(await open()).toMatchObject({ answers: 20, wrong: 7 });
    const counts = await world.deps.db.tenant(
      shop.tenantId,
      (tx) => tx`select (select count(*)::int from xin.auto_fallbacks) as fallbacks,
        (select count(*)::int from xin.decisions where kind = 'fallback') as decisions,
        (select count(*)::int from xin.events where type = 'mode.fell-back') as events`,
    );
    expect(counts).toEqual([{ fallbacks: 1, decisions: 1, events: 1 }]);
  });

  it("leaves other workspaces alone", async () => {
    const { shop } = await busyShop(12, 7);
    const other = await world.makeWorkspace(autoPolicy(), shopDocuments);
    await guardAcceptance(world.deps, shop.tenantId);
    await guardAcceptance(world.deps, other.tenantId);
    expect(await world.deps.db.tenant(other.tenantId, readOpenFallback)).toBeNull();
  });
});
