import { afterAll, beforeAll, expect, it } from "vitest";
import type { Tx } from "#db/client.ts";
import { readDecision } from "#db/reads/decisions.ts";
import {
  type CanaryRule,
  readCanary,
  readCanaryMove,
  readPolicyMoves,
  readStoppedCanary,
} from "#db/reads/policy-moves.ts";
import { takeCanaryLook } from "#db/writes/canary-looks.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { rateConversation } from "../actions/rate-conversation.ts";
import { requestPerson } from "../actions/request-person.ts";
import { resolve } from "../actions/resolve.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { protectPointers } from "../policy/protect-pointers.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { endCanary, setCanary } from "../policy/set-canary.ts";
import { leaveCanaryStopped, startCanaryAgain } from "../policy/start-canary-again.ts";
import { guardCanary } from "./guard-canary.ts";

const page = () => `---\nmode: draft\n---\n# Help\n${newId()}`;

describeEngines("a canary that is clearly worse", (open) => {
  let database: TestDb;
  beforeAll(async () => void (database = await open()));
  afterAll(() => database.close());

  /** A workspace with v1 in production and v2 as its canary. */
  const scene = async (stopsWhen: CanaryRule | null) => {
    const workspace: TestWorkspace = await makeTestWorkspace(database.db);
    const { deps, tenantId } = workspace;
    const author = await workspace.addPerson("Ada", "author");
    const admin = await workspace.addPerson("Mia", "admin");
    const operator = await workspace.addPerson("Bo", "operator");
    const { policyId } = await createPolicy(deps, author.as(), { name: "Help", text: page() });
    await savePolicyVersion(deps, author.as(), { policyId, text: page(), note: null });
    await publishPolicy(deps, author.as(), { policyId, version: 1 });
    const input = { policyId, version: 2, share: 0.5, stopsWhen };
    await setCanary(deps, author.as(), input);
    const tenant = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(tenantId, run);
    /** A conversation that a version has answered, at a cost. */
    const answered = async (version: number, costUsd = 0.01) => {
      const opened = await workspace.openConversation();
      const decisionId = newId();
      await tenant(
        (
          tx,
        ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch,
            policy_id, policy_version, mode, outcome, cost_usd)
          values (${tenantId}, ${decisionId}, ${opened.conversationId}, 'reply', 2, 1,
            ${policyId}, ${version}, 'draft', 'drafted', ${costUsd})`,
      );
      return { ...opened, decisionId };
    };
    const react = (to: { conversationId: string; decisionId: string }, kind: string, seq = 3) =>
      tenant(
        (tx) => tx`insert into xin.decision_reactions
            (tenant_id, decision_id, conversation_id, seq, kind, actor_kind, at)
          values (${tenantId}, ${to.decisionId}, ${to.conversationId}, ${seq}, ${kind}, 'member',
            now() + ${seq} * interval '1 second')`,
      );
    const each = async (count: number, run: (version: 1 | 2) => Promise<unknown>) => {
      for (let n = 0; n < count; n += 1) for (const version of [1, 2] as const) await run(version);
    };
    const guard = (settleSeconds = 0) => guardCanary(deps, tenantId, { settleSeconds });
    const stopped = () => tenant(readStoppedCanary);
    return {
      deps,
      tenantId,
      policyId,
      author,
      admin,
      operator,
      input,
      tenant,
      answered,
      react,
      each,
      guard,
      stopped,
    };
  };

  it("is stopped for its drafts, once, with its evidence; each conversation counts once", async () => {
    const all = await scene({ approved: { margin: 0.05 } });
    const { each, answered, react, guard, stopped, tenant, policyId, tenantId } = all;
    // What happens after the first draft of a conversation changes nothing: 14 say something on each side.
    await each(14, async (version) => {
      const one = await answered(version);
      await react(one, version === 1 ? "approved" : "rejected");
      await react(one, version === 1 ? "rejected" : "approved", 4);
    });
    const found = await Promise.all([guard(), guard(), guard()]);
    expect(found.filter(Boolean)).toHaveLength(1);
    const stop = await stopped();
    expect(stop).toMatchObject({
      policyId,
      version: 2,
      share: 0.5,
      movesRunning: false,
      stopsWhen: { approved: { margin: 0.05 } },
      stoppedFor: {
        measure: "approved",
        margin: 0.05,
        canary: { n: 14, mean: 0 },
        production: { n: 14, mean: 1 },
        risk: 0.05,
        conversations: 28,
      },
    });
    expect(stop?.stoppedFor.worseBy.low).toBeGreaterThan(0.05);
    const decisionId = stop?.stoppedFor.decisionId ?? "";
    expect(await tenant((tx) => readDecision(tx, decisionId))).toMatchObject({
      kind: "canary",
      outcome: "canary_stopped",
      reason: "approved",
      policy: { version: 2 },
      features: { canaryOf: 14, canaryMean: 0, productionOf: 14, productionMean: 1 },
    });
    const audit = await tenant(
      (tx) =>
        tx`select actor_kind, actor_id, detail from xin.audit_log where action = 'policy.stop-canary'`,
    );
    expect(audit).toMatchObject([
      {
        actor_kind: "automation",
        actor_id: "xin canary",
        detail: { version: 2, measure: "approved", conversations: 28, canaryOf: 14, decisionId },
      },
    ]);
    const events = await tenant(
      (tx) => tx`select actor_kind from xin.events where type = 'policy.canary-stopped'`,
    );
    expect(events).toEqual([{ actor_kind: "automation" }]);
    expect(await tenant(readCanary)).toBeNull();
    // Another workspace sees nothing of it.
    const other = await makeTestWorkspace(database.db);
    expect(await database.db.tenant(other.tenantId, readStoppedCanary)).toBeNull();
    expect(other.tenantId).not.toBe(tenantId);
  });

  it("is stopped for hand-overs, ratings and costs too, in the order they are looked at", async () => {
    const handed = await scene({ handedOver: { margin: 0.05 } });
    await handed.each(14, async (version) => {
      const { conversationId, contact } = await handed.answered(version);
      if (version === 2) await requestPerson(handed.deps, contact.as(), { conversationId });
    });
    // Too young to say anything, and then old enough.
    expect(await handed.guard(3600)).toBe(false);
    await expect.poll(() => handed.guard(1), { timeout: 10_000 }).toBe(true);
    expect((await handed.stopped())?.stoppedFor).toMatchObject({
      measure: "handedOver",
      canary: { mean: 1 },
      production: { mean: 0 },
    });

    const rated = await scene({ csat: { margin: 0.25 } });
    await rated.each(14, async (version) => {
      const { conversationId, contact } = await rated.answered(version);
      const { seq } = await resolve(rated.deps, rated.operator.as(), { conversationId });
      const rating = { closedSeq: seq ?? 0, score: version === 1 ? 5 : 1, comment: null } as const;
      await rateConversation(rated.deps, contact.as(), { conversationId, ...rating });
    });
    expect(await rated.guard()).toBe(true);
    const csat = (await rated.stopped())?.stoppedFor;
    expect(csat).toMatchObject({ measure: "csat", canary: { mean: 1 }, production: { mean: 5 } });
    expect(csat?.worseBy.high).toBeCloseTo(4, 3);

    const dear = await scene({ cost: { margin: 0.1, bound: 1 } });
    await dear.each(14, (version) => dear.answered(version, version === 1 ? 0.01 : 7));
    expect(await dear.guard()).toBe(true);
    // One counts as its bound at most.
    expect((await dear.stopped())?.stoppedFor).toMatchObject({
      measure: "cost",
      bound: 1,
      canary: { n: 14, mean: 1 },
      production: { mean: expect.closeTo(0.01, 6) },
    });
  });

  it("goes on where nothing is to stop it, and while it is too early to tell", async () => {
    const never = await scene(null);
    await never.each(14, async (version) =>
      never.react(await never.answered(version), version === 1 ? "approved" : "rejected"),
    );
    expect(await never.guard()).toBe(false);
    const early = await scene({ approved: { margin: 0.05 } });
    await early.each(3, async (version) =>
      early.react(await early.answered(version), version === 1 ? "approved" : "rejected"),
    );
    expect(await early.guard()).toBe(false);
    expect(await early.tenant(readCanary)).toMatchObject({ version: 2 });
  });

  it("starts again where a person who may says so, counts anew, or is left stopped", async () => {
    const all = await scene({ approved: { margin: 0.05 } });
    const { deps, author, admin, operator, each, answered, react, guard, stopped, tenant } = all;
    const goWrong = () =>
      each(14, async (version) =>
        react(await answered(version), version === 1 ? "approved" : "rejected"),
      );
    await goWrong();
    await guard();
    const first = (await stopped())?.n ?? 0;
    const again = { stop: first };
    await expect(startCanaryAgain(deps, operator.as(), again)).rejects.toMatchObject({
      kind: "forbidden",
    });
    // One winner of two who take it back at once; the other is told.
    const both = await Promise.allSettled([
      startCanaryAgain(deps, author.as(), again),
      startCanaryAgain(deps, admin.as(), again),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { kind: "conflict", now: "set" },
    });
    expect(await stopped()).toBeNull();
    expect(await tenant(readCanary)).toMatchObject({
      version: 2,
      share: 0.5,
      stopsWhen: { approved: { margin: 0.05 } },
    });
    expect(await guard()).toBe(false);

    await goWrong();
    expect(await guard()).toBe(true);
    const second = (await stopped())?.n ?? 0;
    await expect(leaveCanaryStopped(deps, author.as(), again)).rejects.toMatchObject({
      kind: "conflict",
      now: "stopped",
    });
    await protectPointers(deps, admin.as(), {
      production: false,
      canary: true,
      rollbackAlone: true,
    });
    const asked = await startCanaryAgain(deps, author.as(), { stop: second });
    expect(asked.requestId).not.toBeNull();
    expect(await tenant(readCanary)).toBeNull();
    await leaveCanaryStopped(deps, author.as(), { stop: second });
    expect(await stopped()).toBeNull();
    const types = await tenant(
      (tx) =>
        tx<
          { type: string }[]
        >`select type from xin.events where type like 'policy.canary%' order by position`,
    );
    expect(types.map(({ type }) => type)).toEqual([
      "policy.canary-set",
      "policy.canary-stopped",
      "policy.canary-set",
      "policy.canary-stopped",
      "policy.canary-left",
    ]);
  });

  it("has one winner when a person moves the pointer at the same time, and the other is told", async () => {
    const all = await scene({ approved: { margin: 0.05 } });
    const { deps, author, each, answered, react, guard, tenant, input, policyId } = all;
    await each(14, async (version) =>
      react(await answered(version), version === 1 ? "approved" : "rejected"),
    );
    await savePolicyVersion(deps, author.as(), { policyId, text: page(), note: null });
    const seen = await tenant(readCanaryMove);
    const [stop, ended, other] = await Promise.allSettled([
      guard(),
      endCanary(deps, author.as(), { seen }),
      setCanary(deps, author.as(), { ...input, version: 3, seen }),
    ]);
    const won = [
      stop.status === "fulfilled" && stop.value,
      ended.status === "fulfilled",
      other.status === "fulfilled",
    ];
    expect(won.filter(Boolean)).toHaveLength(1);
    const told = [ended, other].flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(told).toEqual(told.map(() => expect.objectContaining({ kind: "conflict" })));
    expect(await tenant(readCanaryMove)).toBe(seen + 1);
    const late = endCanary(deps, author.as(), { seen });
    await expect(late).rejects.toMatchObject({ kind: "conflict" });
    const [move] = await tenant(readPolicyMoves);
    expect(move?.stoppedFor === null).toBe(!won[0]);
  });

  it("refuses to watch for nothing, or with margins out of bounds; a look is one process's", async () => {
    const { deps, author, input, tenant, tenantId } = await scene({ csat: { margin: 1 } });
    for (const stopsWhen of [
      {},
      { approved: { margin: 0.6 } },
      { csat: { margin: Number.NaN } },
      { cost: { margin: 2, bound: 1 } },
    ]) {
      const set = setCanary(deps, author.as(), { ...input, stopsWhen });
      await expect(set).rejects.toMatchObject({ kind: "invalid" });
    }
    const take = () => tenant((tx) => takeCanaryLook(tx, tenantId, 60_000));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await take()).toBe(false);
  });
});
