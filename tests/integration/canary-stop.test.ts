import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readDecision, readDecisions } from "#db/reads/decisions.ts";
import { readCanary, readPolicyMoves, readStoppedCanary } from "#db/reads/policy-moves.ts";
import { startReactions } from "#engine/decisions/start-reactions.ts";
import { noIdentity } from "#engine/identity/no-identity.ts";
import { startCanaryGuard } from "#engine/policy-canary/start-canary-guard.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { setCanary } from "#engine/policy/set-canary.ts";
import { startCanaryAgain } from "#engine/policy/start-canary-again.ts";
import { extractiveProvider } from "#engine/reply/provider.ts";
import { startReplies } from "#engine/reply/start-replies.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anId, message, openWorld, until, type World } from "./gateway-world.ts";

/*
 * A canary in real conversations: visitors ask over their sockets, the AI drafts under the version that each is drawn
 * for, an operator sends what production drafts and discards what the canary does, and two engines look on.
 */

const page = (words: string) =>
  `---\nmode: draft\n---\n# Help\n\n## Rules\n\n- When someone mentions "refund", then answer: ${words}\n`;

let world: World;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), "xin-canary-"));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

it("is stopped once while people discard its drafts, tells the console, and is started again", async () => {
  const { a, testDb } = world;
  const { db } = testDb;
  const node = await world.node();
  const log = pino({ level: "silent" });
  const deps = { db, bus: node.bus, log };
  const read = <T>(run: Parameters<typeof db.tenant<T>>[1]) => db.tenant(a.tenantId, run);
  const { memberId, name } = a.members.owner;
  const owner = () => ({
    ...systemEnvelope(a.tenantId, "test"),
    actor: { kind: "member", id: memberId, name, role: "owner" } as const,
    idempotencyKey: anId(),
  });
  const first = { name: "Help", text: page("Within five days.") };
  const { policyId } = await createPolicy(deps, owner(), first);
  await publishPolicy(deps, owner(), { policyId, version: 1 });
  await savePolicyVersion(deps, owner(), { policyId, text: page("Perhaps."), note: null });
  await setCanary(deps, owner(), { policyId, version: 2, share: 0.5 });

  const keyProvider = await openLocalKeys(folder);
  const made = { metrics: makeMetrics(), config: readConfig({}), keyProvider };
  const quick = { providers: [extractiveProvider], paceMs: 0, pollMs: 200 };
  const running = [
    startReplies({ ...deps, ...made, identity: noIdentity }, quick),
    startReactions(deps),
    startCanaryGuard(deps),
    startCanaryGuard(deps),
  ];
  try {
    const operator = await world.operator(node, a.members.operator);
    operator.forget();
    const versions = new Map<string, number>();
    const talk = async () => {
      const visitor = await world.visitor(node, a);
      const conversationId = anId();
      await visitor.granted("message.post", message(conversationId, "I want a refund"));
      visitor.socket.disconnect();
      const decision = await until(async () => {
        const [found] = await read((tx) => readDecisions(tx, conversationId));
        if (found === undefined) throw new Error("not decided yet");
        return found;
      }, 30_000);
      expect(decision.outcome).toBe("drafted");
      versions.set(conversationId, decision.policy?.version ?? 0);
      const act = { conversationId, clientId: anId(), decisionId: decision.id };
      if (decision.policy?.version === 1) {
        await operator.granted("draft.approve", { ...act, text: decision.answer });
      } else {
        await operator.granted("draft.discard", { ...act, reason: "wrong" });
      }
    };
    for (let n = 0; n < 120 && (await read(readStoppedCanary)) === null; n += 4) {
      await Promise.all([talk(), talk(), talk(), talk()]);
    }
    const stop = await until(async () => {
      const found = await read(readStoppedCanary);
      if (found === null) throw new Error("it goes on");
      return found;
    });
    const { stoppedFor } = stop;
    expect(stoppedFor).toMatchObject({
      measure: "approved",
      margin: 0.05,
      canary: { mean: 0 },
      production: { mean: 1 },
    });
    expect(stoppedFor.worseBy.low).toBeGreaterThan(0.05);
    const answered = [...versions.values()];
    expect(stoppedFor.canary.n).toBeLessThanOrEqual(answered.filter((one) => one === 2).length);
    expect(stoppedFor.production.n).toBeLessThanOrEqual(answered.filter((one) => one === 1).length);
    expect(stoppedFor.conversations).toBeLessThanOrEqual(answered.length);

    await until(() => expect(operator.heard("modes.changed").length).toBeGreaterThan(0));
    const decision = await read((tx) => readDecision(tx, stoppedFor.decisionId));
    expect(decision).toMatchObject({ kind: "canary", outcome: "canary_stopped" });
    expect(versions.get(decision?.conversationId ?? "")).toBe(2);
    const audit = await read(
      (tx) => tx`select actor_kind, target from xin.audit_log where action = 'policy.stop-canary'`,
    );
    expect(audit).toEqual([{ actor_kind: "automation", target: policyId }]);
    expect((await read(readPolicyMoves)).map(({ pointer, version }) => [pointer, version])).toEqual(
      [
        ["canary", null],
        ["canary", 2],
        ["production", 1],
      ],
    );

    // From now on production alone answers.
    versions.clear();
    for (let n = 0; n < 6; n += 1) await talk();
    expect(new Set(versions.values())).toEqual(new Set([1]));

    await startCanaryAgain(deps, owner(), { stop: stop.n });
    expect(await read(readStoppedCanary)).toBeNull();
    expect(await read(readCanary)).toMatchObject({ version: 2, share: 0.5 });
  } finally {
    for (const part of running.toReversed()) await part.stop();
  }
}, 180_000);
