import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readDocThreads } from "#db/reads/doc-threads.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { approveDraft } from "../actions/approve-draft.ts";
import { proposeDraft } from "../actions/propose-draft.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { discuss } from "../docs/threads/discuss.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { defaultPolicyText } from "../policy/default-policy.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { suggestFromEdits } from "./suggest-from-edits.ts";

const kept = "A repair takes two weeks.";
const unwanted = "Shipping is always free of charge.";

describeEngines("suggestions from edits", (openDb) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let policyId = "";
  beforeAll(async () => {
    database = await openDb();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "owner");
    const page = { name: "Help", text: defaultPolicyText("Test"), note: null };
    const made = await createPolicy(workspace.deps, anna.as(), page);
    await publishPolicy(workspace.deps, anna.as(), made);
    policyId = made.policyId;
  });

  /** A draft of the AI that somebody sends as another text. */
  const edited = async (draft: string, sent: string) => {
    const { tenantId, deps } = workspace;
    const { conversationId } = await workspace.openConversation();
    const decisionId = newId();
    await database.db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, confidence, answer)
        values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, 'draft', 'drafted', 0.8, ${draft})`;
    });
    const words = { conversationId, decisionId, text: draft, citations: [], confidence: 0.8 };
    await proposeDraft(deps, workspace.asAi(1), words);
    await approveDraft(deps, anna.as(), { conversationId, decisionId, text: sent });
    return decisionId;
  };
  const suggest = () => suggestFromEdits(workspace.deps, workspace.tenantId);
  const doc = () => ({ kind: "policy", id: policyId }) as const;
  const threads = () => database.db.tenant(workspace.tenantId, (tx) => readDocThreads(tx, doc()));
  const pageNow = () =>
    database.db.tenant(workspace.tenantId, async (tx) =>
      (await lockedDoc(tx, doc()))?.text.toJSON(),
    );
  const decide = (threadId: string, state: "accepted" | "rejected") =>
    discuss(workspace.deps, anna.as(), { doc: doc(), threadId, act: { type: "state", state } });

  it("a sentence that people take out of three drafts is suggested for Never, and never applied", async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) {
      expect(await suggest()).toBe(0);
      ids.push(await edited(`${kept} ${unwanted}`, `${kept} That was answer ${n} of ours.`));
    }
    expect(await suggest()).toBe(1);
    expect(await suggest()).toBe(0);
    const [thread] = await threads();
    expect(thread).toMatchObject({
      sort: "suggestion",
      state: "open",
      author: null,
      quote: "",
      proposed: `\n- "${unwanted}"`,
      evidence: { kind: "removed", words: unwanted },
    });
    expect(thread?.evidence?.decisionIds.toSorted()).toEqual(ids.toSorted());
    expect(await pageNow()).not.toContain(unwanted);
    await decide(thread?.id ?? "", "accepted");
    expect(await pageNow()).toContain(`- "法律意见"\n- "${unwanted}"\n\n## Hand over`);
    expect(await suggest()).toBe(0);
  });

  it("what is rejected comes back with twice the evidence, and what people also let stand never comes", async () => {
    for (let n = 0; n < 3; n += 1) await edited(`${kept} ${unwanted}`, kept);
    await suggest();
    const [thread] = await threads();
    await decide(thread?.id ?? "", "rejected");
    for (let n = 0; n < 2; n += 1) await edited(`${kept} ${unwanted}`, kept);
    expect(await suggest()).toBe(0);
    await edited(`${kept} ${unwanted}`, kept);
    expect(await suggest()).toBe(1);

    const also = "Ask us for the length of the poles.";
    for (let n = 0; n < 3; n += 1) await edited(`${kept} ${also}`, kept);
    for (let n = 0; n < 2; n += 1) {
      await edited(`${kept} ${also}`, `${also} This is something of its own, number ${n}.`);
    }
    expect(await suggest()).toBe(0);
  });

  it("a sentence that people add to three drafts is suggested for the tone", async () => {
    const closing = "Your parcel number is in the mail we sent you.";
    for (let n = 0; n < 3; n += 1) await edited(kept, `${kept} ${closing}`);
    expect(await suggest()).toBe(1);
    const [thread] = await threads();
    expect(thread).toMatchObject({
      evidence: { kind: "added", words: closing },
      proposed: `\nWhere it fits, add: "${closing}"`,
    });
  });
});
