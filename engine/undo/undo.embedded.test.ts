import { array, assert, asyncProperty, constant, constantFrom, oneof, record } from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDecision } from "#db/reads/decisions.ts";
import { readUndoActs } from "#db/reads/undos.ts";
import {
  historyOf,
  type PlayedAct,
  playAct,
  type Stage,
  standing,
} from "../../tests/support/play-acts.ts";
import { openTestDb, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { followReactions } from "../decisions/follow-reactions.ts";
import { previewUndo } from "./preview-undo.ts";
import { startUndo } from "./start-undo.ts";
import { stopUndo } from "./stop-undo.ts";
import { workUndo } from "./work-undo.ts";

let database: TestDb;
let workspace: TestWorkspace;
let people: readonly Person[];
let admin: Person;
let viewer: Person;

beforeAll(async () => {
  database = await openTestDb();
  workspace = await makeTestWorkspace(database.db);
  people = [
    await workspace.addPerson("Anna", "operator"),
    await workspace.addPerson("Ben", "operator"),
  ];
  admin = await workspace.addPerson("Ada", "admin");
  viewer = await workspace.addPerson("Vera", "viewer");
});
afterAll(() => database?.close());

const open = async (): Promise<Stage> => ({
  ...(await workspace.openConversation()),
  workspace,
  people,
});

const play = async (stage: Stage, acts: readonly PlayedAct[]): Promise<(string | null)[]> => {
  const decisions: (string | null)[] = [];
  for (const act of acts) decisions.push(await playAct(stage, act));
  return decisions;
};

const anna = () => people[0]?.as() ?? viewer.as();

/** Takes everything back that the AI has done in a conversation. */
const undoAll = async (stage: Stage, key = newId()) => {
  const filter = { conversationId: stage.conversationId };
  const scope = { kind: "decisions", filter, actType: null } as const;
  const before = await previewUndo(workspace.deps, admin.as(), scope);
  const { id } = await startUndo(workspace.deps, admin.as(key), { scope, reason: "a bad day" });
  await workUndo(workspace.deps, workspace.tenantId, id, "test");
  const acts = await database.db.tenant(workspace.tenantId, (tx) =>
    readUndoActs(tx, id, { from: 0, limit: 500 }),
  );
  return { id, before, acts };
};

const undoOne = (scope: Parameters<typeof startUndo>[2]["scope"], key = newId()) =>
  startUndo(workspace.deps, people[0]?.as(key) ?? viewer.as(), { scope, reason: null });

const ai = oneof(
  record({
    by: constant("ai" as const),
    does: constantFrom(...(["reply", "draft", "hand over", "close", "open"] as const)),
  }),
  record({
    by: constant("ai" as const),
    does: constant("assign" as const),
    to: constantFrom(0, 1, null),
  }),
  record({
    by: constant("ai" as const),
    does: constant("tag" as const),
    add: array(constantFrom("late", "vip", "退货"), { maxLength: 2 }),
    remove: array(constantFrom("late", "vip", "退货"), { maxLength: 2 }),
  }),
);
const others = oneof(
  record({ by: constant("visitor" as const), does: constant("write" as const) }),
  record({
    by: constant("person" as const),
    does: constantFrom(
      ...(["write", "take over", "hand back", "close", "open", "discard"] as const),
    ),
  }),
  record({
    by: constant("person" as const),
    does: constant("assign" as const),
    to: constantFrom(0, 1, null),
  }),
);

describe("undo of everything", () => {
  it("gives back the former state, whatever the AI did", async () => {
    await assert(
      asyncProperty(
        array(others, { maxLength: 4 }),
        array(ai, { minLength: 1, maxLength: 7 }),
        async (before, acts) => {
          const stage = await open();
          await play(stage, before);
          const former = await standing(stage);
          await play(stage, acts);
          const { acts: outcomes } = await undoAll(stage);
          expect(outcomes.filter(({ state }) => state !== "undone")).toEqual([]);
          expect(await standing(stage)).toEqual(former);
        },
      ),
      { numRuns: runs(25) },
    );
  }, 300_000);

  it("leaves what people and visitors did since as they left it, and says of each act what became of it", async () => {
    await assert(
      asyncProperty(array(oneof(ai, others), { minLength: 2, maxLength: 10 }), async (acts) => {
        const stage = await open();
        const kept = await standing(stage);
        for (const act of acts) {
          const from = (await historyOf(stage)).length;
          await playAct(stage, act);
          const now = await standing(stage);
          for (const { actorKind, body } of (await historyOf(stage)).slice(from)) {
            if (actorKind !== "ai") Object.assign(kept, touched(actorKind, body.type, now));
          }
        }
        const { before, acts: outcomes } = await undoAll(stage);
        expect(await standing(stage)).toEqual({ ...kept, draft: null, shown: [] });
        // As was foretold, each with a reason where it stays.
        const foretold = before.acts.map(({ seq, undone, why }) => ({ seq, undone, why }));
        const came = outcomes.map(({ seq, state, why }) => ({
          seq,
          undone: state === "undone",
          why,
        }));
        expect(came.toSorted(bySeq)).toEqual(foretold.toSorted(bySeq));
        expect(came.filter(({ undone, why }) => undone === (why !== null))).toEqual([]);
      }),
      { numRuns: runs(25) },
    );
  }, 300_000);
});

describe("an undo", () => {
  it("[RT51] of one act takes back that alone, and has a decision and an audit row of its own", async () => {
    const stage = await open();
    const [, closing] = await play(stage, [
      { by: "ai", does: "reply" },
      { by: "ai", does: "close" },
    ]);
    const history = await historyOf(stage);
    const seq = history.find(({ body }) => body.type === "conversation.resolved")?.seq ?? 0;
    const { conversationId } = stage;
    const undo = await undoOne({ kind: "act", conversationId, seq });
    expect(undo).toMatchObject({ state: "done", undone: 1, skipped: 0, byName: "Anna" });
    expect(await standing(stage)).toMatchObject({
      status: "open",
      shown: [3],
    });
    const told = (await historyOf(stage)).at(-1);
    expect(told).toMatchObject({
      actorKind: "member",
      body: { type: "act.undone", undone: [seq] },
    });
    const decision = await database.db.tenant(workspace.tenantId, (tx) =>
      readDecision(tx, told?.body.type === "act.undone" ? told.body.decisionId : ""),
    );
    expect(decision).toMatchObject({
      kind: "undo",
      outcome: "undone",
      undo: { decisionId: closing, byName: "Anna", acts: [{ seq, undone: true, why: null }] },
    });
    const audit = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx`select action from xin.audit_log where target = ${undo.id} order by id`,
    );
    expect(audit.map(({ action }) => action as string)).toEqual(["undo.started", "undo.finished"]);
    await followReactions(database.db, workspace.tenantId);
    const undone = await database.db.tenant(workspace.tenantId, (tx) =>
      readDecision(tx, closing ?? ""),
    );
    // Once, though a conversation that is opened again looks like a reaction too.
    expect(undone?.reactions.map(({ kind }) => kind)).toEqual(["undone"]);
  });

  it("of a run takes back all of its acts together", async () => {
    const stage = await open();
    const [decisionId = null] = await play(stage, [{ by: "ai", does: "hand over" }]);
    const undo = await undoOne({ kind: "decision", decisionId: decisionId ?? "" });
    expect(undo).toMatchObject({ undone: 1, skipped: 0 });
    expect(await standing(stage)).toMatchObject({ holder: "ai", waitingReason: null });
  });

  it("[RT51] never overwrites what a person changed since, and names the event", async () => {
    const stage = await open();
    const [decisionId] = await play(stage, [
      { by: "ai", does: "assign", to: 0 },
      { by: "person", does: "assign", to: 1 },
    ]);
    const undo = await undoOne({ kind: "decision", decisionId: decisionId ?? "" });
    expect(undo).toMatchObject({ undone: 0, skipped: 1 });
    const acts = await database.db.tenant(workspace.tenantId, (tx) =>
      readUndoActs(tx, undo.id, { from: 0, limit: 10 }),
    );
    const history = await historyOf(stage);
    expect(acts[0]).toMatchObject({ why: "changed_by_person", whySeq: history.at(-1)?.seq });
    expect((await standing(stage)).assignee).toBe(people[1]?.id);
  });

  it("of a hand-over keeps whom a person gave the conversation to meanwhile", async () => {
    const stage = await open();
    const [decisionId] = await play(stage, [
      { by: "ai", does: "hand over" },
      { by: "person", does: "assign", to: 1 },
    ]);
    await undoOne({ kind: "decision", decisionId: decisionId ?? "" });
    expect(await standing(stage)).toMatchObject({ holder: "ai", assignee: people[1]?.id });
  });

  it("twice with one key is once, also at the same time, and with another key finds it done", async () => {
    const stage = await open();
    const [decisionId = null] = await play(stage, [{ by: "ai", does: "reply" }]);
    const scope = { kind: "decision", decisionId: decisionId ?? "" } as const;
    const key = newId();
    const answers = await Promise.all([
      undoOne(scope, key),
      undoOne(scope, key),
      undoOne(scope, key),
    ]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const length = (await historyOf(stage)).length;
    expect(await undoOne(scope, key)).toMatchObject({ undone: 1, skipped: 0, state: "done" });
    const again = await undoOne(scope);
    expect(again).toMatchObject({ undone: 0, skipped: 1 });
    expect((await historyOf(stage)).length).toBe(length);
    await expect(
      undoOne({ kind: "act", conversationId: stage.conversationId, seq: 3 }, key),
    ).rejects.toMatchObject({ kind: "conflict" });
  });

  it("is for those who answer, and of many decisions for those who run the workspace", async () => {
    const stage = await open();
    const [decisionId = null] = await play(stage, [{ by: "ai", does: "reply" }]);
    const scope = { kind: "decision", decisionId: decisionId ?? "" } as const;
    const many = {
      kind: "decisions",
      filter: { from: "2026-01-01T00:00:00Z" },
      actType: null,
    } as const;
    const { deps } = workspace;
    const refused = { kind: "forbidden" };
    await expect(startUndo(deps, viewer.as(), { scope, reason: null })).rejects.toMatchObject(
      refused,
    );
    await expect(previewUndo(deps, viewer.as(), scope)).rejects.toMatchObject(refused);
    await expect(startUndo(deps, anna(), { scope: many, reason: null })).rejects.toMatchObject(
      refused,
    );
    await expect(stopUndo(deps, anna(), newId())).rejects.toMatchObject(refused);
    await expect(startUndo(deps, workspace.asAi(1), { scope, reason: null })).rejects.toMatchObject(
      refused,
    );
    expect(await previewUndo(deps, anna(), scope)).toMatchObject({ undone: 1, skipped: 0 });
  });

  it("refuses what there is not, and all there ever was", async () => {
    const { deps } = workspace;
    const start = (scope: Parameters<typeof startUndo>[2]["scope"]) =>
      startUndo(deps, admin.as(), { scope, reason: null });
    await expect(start({ kind: "decision", decisionId: newId() })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(start({ kind: "act", conversationId: newId(), seq: 2 })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(start({ kind: "decisions", filter: {}, actType: null })).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(stopUndo(deps, admin.as(), newId())).rejects.toMatchObject({ kind: "not_found" });
  });

  it("that is stopped does nothing more, and says what it left", async () => {
    const stages = [await open(), await open()];
    for (const stage of stages) await play(stage, [{ by: "ai", does: "close" }]);
    const from = new Date(Date.now() - 60_000).toISOString();
    const scope = {
      kind: "decisions",
      filter: { from },
      actType: "conversation.resolved",
    } as const;
    const { id, pending } = await startUndo(workspace.deps, admin.as(), { scope, reason: null });
    expect(pending).toBeGreaterThanOrEqual(2);
    const stopped = await stopUndo(workspace.deps, admin.as(), id);
    await workUndo(workspace.deps, workspace.tenantId, id, "test");
    expect(stopped).toMatchObject({ state: "stopped", pending, undone: 0 });
    expect(await standing(stages[0] ?? (await open()))).toMatchObject({ status: "resolved" });
  });
});

/** What of a conversation an event of a person or visitor has the last word on. */
const touched = (by: string, type: string, now: Awaited<ReturnType<typeof standing>>) => {
  const { status, holder, assignee, waitingReason } = now;
  if (/taken-over|handed-back|handed-over/.test(type)) return { holder, waitingReason, assignee };
  if (type === "conversation.assigned") return { assignee };
  const isAboutStatus =
    /resolved|reopened/.test(type) || (by === "visitor" && type === "message.posted");
  return isAboutStatus ? { status } : {};
};

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }) => a.seq - b.seq;

/** How many random stories a property is tried on. */
const runs = (usually: number): number => Number(process.env["XIN_UNDO_RUNS"] ?? usually);
