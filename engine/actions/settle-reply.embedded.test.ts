import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { readPolicyIn } from "#db/reads/policies.ts";
import type { NewDecision } from "#db/writes/decisions.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { PolicyReplaced } from "../policy/policy-replaced.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { openTestDb, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { approveDraft } from "./approve-draft.ts";
import { type ReplyEffect, settleReply } from "./settle-reply.ts";
import { takeOver } from "./take-over.ts";

describe("settling a reply", () => {
  let database: TestDb;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    database = await openTestDb();
    workspace = await makeTestWorkspace(database.db);
    const system = systemEnvelope(workspace.tenantId, "test");
    const page = "---\nmode: auto\n---\n# Help\n\nAnswer.\n";
    const created = await createPolicy(workspace.deps, system, { name: "Help", text: page });
    await publishPolicy(workspace.deps, system, created);
  });
  afterAll(() => database.close());

  const citation = {
    n: 1,
    chunkId: newId(),
    sourceId: newId(),
    title: "Refunds",
    heading: null,
    quote: "Five days.",
    url: null,
  };
  const answer = { text: "Five days [1].", citations: [citation] };
  const handOver: ReplyEffect = {
    kind: "hand-over",
    reason: "unsure",
    detail: "Confidence 10 %.",
    line: "A colleague will answer.",
    draft: { ...answer, confidence: 0.1 },
  };

  const decision = (conversationId: string, outcome: NewDecision["outcome"]): NewDecision => ({
    id: newId(),
    conversationId,
    triggerSeq: 2,
    epoch: 1,
    mode: "auto",
    outcome,
    reason: "test",
    question: "How long?\u0000",
    answer: answer.text,
    confidence: 0.5,
    threshold: 0.4,
    features: { top: 0.5 },
    retrieval: {
      configVersion: 3,
      embeddingModel: "bundled-en-1",
      modelFailure: "timeout",
      knowledgeVersion: 7,
      reranked: false,
    },
    passages: [],
    citations: [citation],
    rules: [],
    guards: [],
    policyId: null,
    policyVersion: null,
    scoring: null,
    provider: "xin",
    model: "extractive",
    attempts: [],
    tokensIn: 1,
    tokensOut: 2,
    costUsd: 0,
    timingsMs: { retrieval: 1, model: 2, total: 3, firstToken: 1 },
    messageSeq: null,
    traceparent: null,
  });

  const settle = (made: NewDecision, effect: ReplyEffect, key = newId(), epoch = 1) =>
    settleReply(workspace.deps, workspace.asAi(epoch, key), { decision: made, effect });
  const stored = (id: string) =>
    database.db.tenant(workspace.tenantId, (tx) => readDecision(tx, id));
  const tasks = (conversationId: string) =>
    database.db.tenant(
      workspace.tenantId,
      (tx) =>
        tx`select trigger_seq, lease_owner from xin.reply_tasks where conversation_id = ${conversationId}`,
    );
  const addTask = (conversationId: string, triggerSeq: number) =>
    database.db.tenant(
      workspace.tenantId,
      (tx) =>
        tx`insert into xin.reply_tasks (tenant_id, conversation_id, trigger_seq, epoch, lease_owner, lease_until)
        values (${workspace.tenantId}, ${conversationId}, ${triggerSeq}, 1, 'w', now() + interval '1 minute')`,
    );

  it("does what tools asked for with the reply, and says what had become impossible", async () => {
    const { conversationId } = await workspace.openConversation();
    const colleague = await workspace.addPerson("Ann", "operator");
    const call = {
      input: "{}",
      result: "It is done with the reply.",
      outcome: "done",
      ms: 1,
    } as const;
    const settleWith = async (memberId: string, seq: number) => {
      const tools = [
        { ...call, name: "add_tag" },
        { ...call, name: "assign" },
      ];
      const made = { ...decision(conversationId, "sent"), triggerSeq: seq, tools };
      await settleReply(workspace.deps, workspace.asAi(1), {
        decision: made,
        effect: { kind: "send", answer },
        acts: [
          { kind: "tag", tag: `tag-${seq}` },
          { kind: "assign", memberId },
        ],
      });
      return (await stored(made.id))?.tools?.map(({ name, outcome }) => `${name} ${outcome}`);
    };
    expect(await settleWith(colleague.id, 2)).toEqual(["add_tag done", "assign done"]);
    expect(await settleWith(newId(), 4)).toEqual(["add_tag done", "assign proposed"]);
  });

  it.each<[string, ReplyEffect, NewDecision["outcome"], readonly string[], number | null]>([
    ["sends", { kind: "send", answer }, "sent", ["message.posted"], 3],
    ["drafts", { kind: "draft", answer, confidence: 0.5 }, "drafted", ["draft.proposed"], null],
    [
      "hands over",
      handOver,
      "handed_over",
      ["message.posted", "draft.proposed", "conversation.handed-over"],
      null,
    ],
    [
      "records what came too late",
      { kind: "superseded" },
      "superseded",
      ["reply.superseded"],
      null,
    ],
  ])(
    "%s, with its decision and the end of its task",
    async (_name, effect, outcome, types, seq) => {
      const { conversationId } = await workspace.openConversation();
      await addTask(conversationId, 2);
      const made = decision(conversationId, outcome);
      const { events } = await verifyAction(workspace, conversationId, () => settle(made, effect));
      expect(events.map(({ body }) => body.type)).toEqual(types);
      expect(await stored(made.id)).toMatchObject({
        features: made.features,
        retrieval: made.retrieval,
        outcome,
        question: "How long?\uFFFD",
        messageSeq: seq,
      });
      expect(await tasks(conversationId)).toHaveLength(0);
    },
  );

  it("is decided again where another version answers by now", async () => {
    const { conversationId } = await workspace.openConversation();
    const system = systemEnvelope(workspace.tenantId, "test");
    const answers = await database.db.tenant(workspace.tenantId, (tx) =>
      readPolicyIn(tx, conversationId),
    );
    const { policyId, version: policyVersion } = answers ?? { policyId: "", version: 0 };
    const { text } = answers ?? { text: "" };
    const newer = { policyId, text: `${text}\nBe kind.\n`, note: null };
    const { version } = await savePolicyVersion(workspace.deps, system, newer);
    await publishPolicy(workspace.deps, system, { policyId, version });
    const made = { ...decision(conversationId, "sent"), policyId, policyVersion };
    const old = settle(made, { kind: "send", answer });
    await expect(old).rejects.toBeInstanceOf(PolicyReplaced);
    expect(await stored(made.id)).toBeNull();
    await settle({ ...made, policyVersion: version }, { kind: "send", answer });
    expect(await stored(made.id)).toMatchObject({ policy: { version } });
  });

  it("happens once for one key", async () => {
    const { conversationId } = await workspace.openConversation();
    const made = decision(conversationId, "sent");
    const key = newId();
    const first = await settle(made, { kind: "send", answer }, key);
    const again = await settle(made, { kind: "send", answer }, key);
    expect(again).toMatchObject({ seq: first.seq, id: first.id, duplicate: true });
  });

  it("leaves the task of a newer message, free for the next worker", async () => {
    const { conversationId } = await workspace.openConversation();
    await addTask(conversationId, 7);
    await settle(decision(conversationId, "sent"), { kind: "send", answer });
    expect([...(await tasks(conversationId))]).toEqual([{ trigger_seq: 7, lease_owner: null }]);
  });

  it("is refused, decision and all, when custody has changed", async () => {
    const { conversationId } = await workspace.openConversation();
    const ada = await workspace.addPerson("Ada", "operator");
    await takeOver(workspace.deps, ada.as(), { conversationId });
    const made = decision(conversationId, "sent");
    const acts = [{ kind: "tag", tag: "late" }, { kind: "close" }] as const;
    const row = () =>
      database.db.tenant(workspace.tenantId, (tx) => readConversationRow(tx, conversationId, null));
    const before = await row();
    await expect(
      settleReply(workspace.deps, workspace.asAi(1), {
        decision: made,
        effect: { kind: "send", answer },
        acts,
      }),
    ).rejects.toMatchObject({ kind: "stale_epoch" });
    expect(before).toMatchObject({ tags: [], status: "open" });
    expect(await row()).toEqual(before);
    expect(await stored(made.id)).toBeNull();
    const late = await settle({ ...made, outcome: "superseded" }, { kind: "superseded" });
    expect(late.events.map(({ body }) => body.type)).toEqual(["reply.superseded"]);
  });

  it("is for the AI alone", async () => {
    const { conversationId } = await workspace.openConversation();
    const ada = await workspace.addPerson("Ada", "owner");
    await expect(
      settleReply(workspace.deps, ada.as(), {
        decision: decision(conversationId, "sent"),
        effect: { kind: "send", answer },
      }),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("a person may send the draft of a conversation that was handed over", async () => {
    const { conversationId } = await workspace.openConversation();
    const made = decision(conversationId, "handed_over");
    await settle(made, handOver);
    const ada = await workspace.addPerson("Ada", "operator");
    const { text } = answer;
    const { row } = await verifyAction(workspace, conversationId, () =>
      approveDraft(workspace.deps, ada.as(), { conversationId, decisionId: made.id, text }),
    );
    expect(row).toMatchObject({ holder: "people", draft: null });
  });
});
