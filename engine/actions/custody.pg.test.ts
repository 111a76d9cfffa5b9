import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { ActionRefused } from "./action-refused.ts";
import { handBack } from "./hand-back.ts";
import { handOver } from "./hand-over.ts";
import { postMessage } from "./post-message.ts";
import { recordSuperseded } from "./record-superseded.ts";
import { requestPerson } from "./request-person.ts";
import { resolve } from "./resolve.ts";
import { takeOver } from "./take-over.ts";

describeEngines("custody of a conversation", (open) => {
  let database: TestDb;
  let db: Db;
  let workspace: TestWorkspace;
  let anna: Person;
  let ben: Person;
  let viewer: Person;

  beforeAll(async () => {
    database = await open();
    ({ db } = database);
    workspace = await makeTestWorkspace(db);
    anna = await workspace.addPerson("Anna", "operator");
    ben = await workspace.addPerson("Ben", "owner");
    viewer = await workspace.addPerson("Vera", "viewer");
  });
  afterAll(() => database.close());

  const verify = (conversationId: string, run: Parameters<typeof verifyAction>[2]) =>
    verifyAction(workspace, conversationId, run);

  it("goes to the person who takes over, and to the next", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const first = await verify(conversationId, () => takeOver(deps, anna.as(), { conversationId }));
    expect(first.row).toMatchObject({ holder: "people", epoch: 2, assignee: { name: "Anna" } });
    expect(first.outcome.inverse).toEqual({
      action: "handBack",
      input: { conversationId, note: null },
    });
    const again = await verify(conversationId, () => takeOver(deps, anna.as(), { conversationId }));
    expect(again.outcome).toMatchObject({ seq: null, duplicate: false });
    const next = await verify(conversationId, () => takeOver(deps, ben.as(), { conversationId }));
    expect(next.row).toMatchObject({ epoch: 3, assignee: { name: "Ben" } });
  });

  it("answers a repeated take-over with the first answer", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const env = anna.as();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => takeOver(deps, env, { conversationId })),
    );
    expect(outcomes.map((outcome) => outcome.seq)).toEqual(Array.from({ length: 8 }, () => 3));
    await handBack(deps, anna.as(), { conversationId, note: null });
    const { outcome, row } = await verify(conversationId, () =>
      takeOver(deps, env, { conversationId }),
    );
    expect(outcome).toMatchObject({ seq: 3, duplicate: true });
    expect(row).toMatchObject({ holder: "ai", epoch: 3 });
  });

  it("goes back to the AI with a word that visitors do not see", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps, tenantId } = workspace;
    await takeOver(deps, anna.as(), { conversationId });
    const note = "Half\ud800 a pair";
    const { row, events } = await verify(conversationId, () =>
      handBack(deps, anna.as(), { conversationId, note }),
    );
    expect(row).toMatchObject({ holder: "ai", epoch: 3, assignee: null });
    expect(events).toMatchObject([{ epoch: 3, body: { note } }]);
    const seen = await db.tenant(tenantId, (tx) =>
      readEvents(tx, conversationId, { after: 3, limit: 5, audience: "public" }),
    );
    expect(seen.events).toMatchObject([{ body: { type: "conversation.handed-back", note: null } }]);
    const again = await verify(conversationId, () =>
      handBack(deps, anna.as(), { conversationId, note: null }),
    );
    expect(again.outcome.seq).toBeNull();
  });

  it("waits for people when the AI hands over, once", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const why = { reason: "unsure", detail: "0.31 < 0.6", decisionId: newId() } as const;
    const { row, events } = await verify(conversationId, () =>
      handOver(deps, workspace.asAi(1), { conversationId, ...why }),
    );
    expect(row).toMatchObject({
      holder: "waiting",
      epoch: 2,
      waitingReason: "unsure",
      waitingSince: events[0]?.at,
    });
    await expect(
      handOver(deps, workspace.asAi(1), { conversationId, ...why }),
    ).rejects.toMatchObject({ kind: "stale_epoch" });
    await expect(
      handOver(deps, workspace.asAi(2), { conversationId, ...why }),
    ).rejects.toMatchObject({ kind: "stale_epoch" });
    const taken = await verify(conversationId, () => takeOver(deps, anna.as(), { conversationId }));
    expect(taken.row).toMatchObject({ holder: "people", waitingReason: null, waitingSince: null });
  });

  it("waits for people when the visitor asks for one", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const asked = await verify(conversationId, () =>
      requestPerson(deps, contact.as(), { conversationId }),
    );
    expect(asked.row).toMatchObject({ holder: "waiting", waitingReason: "asked", epoch: 2 });
    const again = await verify(conversationId, () =>
      requestPerson(deps, contact.as(), { conversationId }),
    );
    expect(again.outcome.seq).toBeNull();
    await resolve(deps, anna.as(), { conversationId });
    const reopened = await verify(conversationId, () =>
      requestPerson(deps, contact.as(), { conversationId }),
    );
    expect(reopened.row).toMatchObject({ holder: "waiting", status: "open" });
  });

  it("opens a conversation for a visitor who asks for a person first", async () => {
    const contact = await workspace.addContact();
    const conversationId = newId();
    const { channelId, deps } = workspace;
    const { row } = await verify(conversationId, () =>
      requestPerson(deps, contact.as(), { conversationId, channelId, page: "/help" }),
    );
    expect(row).toMatchObject({ holder: "waiting", lastSeq: 2, subject: null });
  });

  it("records an answer that came too late, for the team alone", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps, published } = workspace;
    await takeOver(deps, anna.as(), { conversationId });
    const decisionId = newId();
    const { outcome, row } = await verify(conversationId, () =>
      recordSuperseded(deps, workspace.asAi(1), { conversationId, decisionId }),
    );
    expect(row).toMatchObject({ holder: "people", preview: "Where is my parcel?" });
    expect(published.at(-1)).toMatchObject({ teamOnlySeqs: [outcome.seq] });
  });

  it("is refused to those who may not have it", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const stranger = await workspace.addContact();
    const { deps } = workspace;
    const input = { conversationId };
    const decisionId = newId();
    const why = { ...input, reason: "rule", detail: null, decisionId } as const;
    const missing = { ...why, conversationId: newId() };
    const refusals = [
      [takeOver(deps, viewer.as(), input), "forbidden"],
      [takeOver(deps, contact.as(), input), "forbidden"],
      [takeOver(deps, workspace.asAi(1), input), "forbidden"],
      [takeOver(deps, anna.as(), missing), "not_found"],
      [handBack(deps, viewer.as(), { ...input, note: null }), "forbidden"],
      [handBack(deps, contact.as(), { ...input, note: null }), "forbidden"],
      [handBack(deps, anna.as(), { ...missing, note: null }), "not_found"],
      [handOver(deps, contact.as(), why), "forbidden"],
      [handOver(deps, viewer.as(), why), "forbidden"],
      [handOver(deps, workspace.asAi(undefined), why), "stale_epoch"],
      [handOver(deps, workspace.asAutomation(7), why), "stale_epoch"],
      [handOver(deps, workspace.asAi(1), missing), "not_found"],
      [requestPerson(deps, stranger.as(), input), "not_found"],
      [requestPerson(deps, anna.as(), input), "forbidden"],
      [requestPerson(deps, contact.as(), missing), "not_found"],
      [recordSuperseded(deps, anna.as(), { ...input, decisionId }), "forbidden"],
      [recordSuperseded(deps, workspace.asAi(1), { ...input, decisionId: "x" }), "invalid"],
      [recordSuperseded(deps, workspace.asAi(1), { ...missing, decisionId }), "not_found"],
    ] as const;
    const kinds = await Promise.allSettled(refusals.map(([attempt]) => attempt));
    expect(
      kinds.map((kind) => kind.status === "rejected" && Reflect.get(kind.reason, "kind")),
    ).toEqual(refusals.map(([, kind]) => kind));
  });

  it("changes nothing in a rehearsal", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps, tenantId, published } = workspace;
    const read = () =>
      db.tenant(tenantId, (tx) => readConversationRow(tx, conversationId, anna.id));
    const before = await read();
    const told = published.length;
    const dry = { dryRun: true };
    const why = { conversationId, reason: "rule", detail: null, decisionId: null } as const;
    const rehearsals = [
      takeOver(deps, { ...anna.as(), ...dry }, { conversationId }),
      handOver(deps, { ...workspace.asAi(1), ...dry }, why),
      requestPerson(deps, { ...contact.as(), ...dry }, { conversationId }),
    ];
    for (const rehearsal of rehearsals) expect(await rehearsal).toMatchObject({ seq: 3 });
    await expect(handOver(deps, { ...workspace.asAi(9), ...dry }, why)).rejects.toMatchObject({
      kind: "stale_epoch",
    });
    expect(await read()).toEqual(before);
    expect(published).toHaveLength(told);
  });

  it("never lets the AI speak after a person took over, in 50 races", async () => {
    const { deps, tenantId } = workspace;
    const say = (conversationId: string) =>
      postMessage(deps, workspace.asAi(1), { conversationId, parts: text("2 days"), note: false });
    let spoke = 0;
    const refusals: unknown[] = [];
    for (let round = 0; round < 50; round++) {
      const { conversationId } = await workspace.openConversation();
      const ai = async () => {
        for (let answer = 0; answer < 20; answer++) {
          const refused = await say(conversationId).then(() => null, refusalKind);
          if (refused === null) spoke += 1;
          else return void refusals.push(refused);
        }
      };
      const person = async () => {
        await eventLoopTurns(round);
        await takeOver(deps, anna.as(), { conversationId });
      };
      await Promise.all([ai(), person()]);
      expect(await say(conversationId).catch(refusalKind)).toBe("stale_epoch");
      const { events } = await db.tenant(tenantId, (tx) =>
        readEvents(tx, conversationId, { after: 0, limit: 50, audience: "team" }),
      );
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      const takeOverAt = events.findIndex((event) => event.body.type === "conversation.taken-over");
      expect(takeOverAt).toBeGreaterThan(0);
      expect(events.slice(takeOverAt).filter((event) => event.actor.kind === "ai")).toEqual([]);
    }
    // A race that one side always wins would prove nothing.
    expect(spoke).toBeGreaterThan(0);
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set(["stale_epoch"]));
  });
});

const refusalKind = (error: unknown): unknown =>
  error instanceof ActionRefused ? error.kind : error;

const eventLoopTurns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((done) => setImmediate(done));
};
