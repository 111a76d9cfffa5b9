import { afterAll, beforeAll, expect, it } from "vitest";
import type { Tx } from "#db/client.ts";
import { readCanaryFigures } from "#db/reads/canary-figures.ts";
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
import { publishPolicy } from "../policy/publish-policy.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { endCanary, setCanary } from "../policy/set-canary.ts";
import { readCanaryComparison } from "./read-canary-comparison.ts";

const page = (mode: string) => `---\nmode: ${mode}\n---\n# Help\n${newId()}`;

describeEngines("a canary beside production", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
  });
  afterAll(() => database.close());

  const tenant = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);

  it("counts what became of conversations since it was set, by the version that answered", async () => {
    const { deps } = workspace;
    const author = (await workspace.addPerson("Ada", "author")).as();
    const operator = await workspace.addPerson("Bo", "operator");
    const { policyId } = await createPolicy(deps, author, { name: "Help", text: page("auto") });
    await savePolicyVersion(deps, author, { policyId, text: page("auto"), note: null });
    await publishPolicy(deps, author, { policyId, version: 1 });
    const decide = async (conversationId: string, version: number, costUsd: number) => {
      const id = newId();
      await tenant(
        (
          tx,
        ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch,
            policy_id, policy_version, mode, outcome, cost_usd)
          values (${workspace.tenantId}, ${id}, ${conversationId}, 'reply', 2, 1,
            ${policyId}, ${version}, 'auto', 'sent', ${costUsd})`,
      );
      return id;
    };
    const react = (conversationId: string, decisionId: string, kind: string) =>
      tenant(
        (tx) => tx`insert into xin.decision_reactions
            (tenant_id, decision_id, conversation_id, seq, kind, actor_kind, at)
          values (${workspace.tenantId}, ${decisionId}, ${conversationId}, 3, ${kind}, 'member', now())`,
      );

    expect(await tenant(readCanaryComparison)).toBeNull();
    const before = await workspace.openConversation();
    await setCanary(deps, author, { policyId, version: 2, share: 0.5 });
    // Opened before: it counts for nobody.
    await decide(before.conversationId, 1, 9);

    // Of the canary: three, one handed over, one rated, drafts approved, edited and discarded.
    const opened = [];
    for (let n = 0; n < 6; n += 1) opened.push(await workspace.openConversation());
    const [a, b, c, d, e, both] = opened;
    if (!a || !b || !c || !d || !e || !both) throw new Error("Six were opened.");
    await react(a.conversationId, await decide(a.conversationId, 2, 0.01), "approved");
    await react(a.conversationId, await decide(a.conversationId, 2, 0.02), "edited");
    await react(b.conversationId, await decide(b.conversationId, 2, 0.02), "rejected");
    await decide(c.conversationId, 2, 0.03);
    await requestPerson(deps, b.contact.as(), { conversationId: b.conversationId });
    const { seq } = await resolve(deps, operator.as(), { conversationId: a.conversationId });
    const rating = { closedSeq: seq ?? 0, score: 2, comment: null };
    await rateConversation(deps, a.contact.as(), { conversationId: a.conversationId, ...rating });
    // Of production: two, neither handed over. One that both answered counts for neither.
    await decide(d.conversationId, 1, 0.01);
    await decide(e.conversationId, 1, 0.03);
    await decide(both.conversationId, 1, 5);
    await decide(both.conversationId, 2, 5);

    expect(await tenant(readCanaryFigures)).toMatchObject({
      canary: {
        conversations: 3,
        alone: 2,
        handedOver: 1,
        approved: 1,
        edited: 1,
        rejected: 1,
        cost: { n: 3, sum: expect.closeTo(0.08, 9), squares: expect.closeTo(0.0022, 9) },
        ratings: { n: 1, sum: 2, squares: 4 },
      },
      production: {
        conversations: 2,
        alone: 2,
        handedOver: 0,
        approved: 0,
        cost: { n: 2, sum: expect.closeTo(0.04, 9), squares: expect.closeTo(0.001, 9) },
        ratings: { n: 0, sum: 0, squares: 0 },
      },
    });
    // 1 of 3 by Wilson, by hand: from 6.15 to 79.23 %. Too little to tell them apart.
    expect(await tenant(readCanaryComparison)).toMatchObject({
      conversations: { canary: 3, production: 2 },
      measures: expect.arrayContaining([
        expect.objectContaining({
          measure: "handedOver",
          canary: expect.objectContaining({
            count: 1,
            of: 3,
            low: expect.closeTo(0.0615, 4),
            high: expect.closeTo(0.7923, 4),
          }),
          difference: null,
          verdict: "too-little",
        }),
      ]),
    });

    // Enough of them, and clearly worse.
    for (let n = 0; n < 40; n += 1) {
      const one = await workspace.openConversation();
      await decide(one.conversationId, n % 2 === 0 ? 2 : 1, 0.01);
      if (n % 2 === 0)
        await requestPerson(deps, one.contact.as(), { conversationId: one.conversationId });
    }
    const { measures } = (await tenant(readCanaryComparison)) ?? { measures: [] };
    const handedOver = measures.find(({ measure }) => measure === "handedOver");
    expect(handedOver).toMatchObject({ verdict: "worse", canary: { count: 21, of: 23 } });
    expect(handedOver?.difference?.low).toBeGreaterThan(0.5);
    await endCanary(deps, author);
    expect(await tenant(readCanaryComparison)).toBeNull();
  });
});
