import { afterAll, beforeAll, expect, it } from "vitest";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { readSeenSeqs } from "#db/reads/read-marks.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { assign } from "./assign.ts";
import { markSeen } from "./mark-seen.ts";
import { postMessage } from "./post-message.ts";
import { reopen } from "./reopen.ts";
import { resolve } from "./resolve.ts";
import { retract } from "./retract.ts";
import { takeOver } from "./take-over.ts";

describeEngines("what people do in the inbox", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let ben: Person;
  let viewer: Person;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
    ben = await workspace.addPerson("Ben", "operator");
    viewer = await workspace.addPerson("Vera", "viewer");
  });
  afterAll(() => database.close());

  const verify = (conversationId: string, run: Parameters<typeof verifyAction>[2]) =>
    verifyAction(workspace, conversationId, run);
  const say = (conversationId: string, words: string) => ({
    conversationId,
    parts: text(words),
    note: false,
  });
  const eventsOf = async (conversationId: string, audience: "public" | "team") => {
    const { events } = await database.db.tenant(workspace.tenantId, (tx) =>
      readEvents(tx, conversationId, { after: 0, limit: 50, audience }),
    );
    return events;
  };

  it("assigns, without a change of custody, and takes it back", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const { row, outcome } = await verify(conversationId, () =>
      assign(deps, anna.as(), { conversationId, memberId: ben.id }),
    );
    expect(row).toMatchObject({ assignee: { id: ben.id, name: "Ben" }, holder: "ai", epoch: 1 });
    expect(outcome.inverse).toEqual({
      action: "assign",
      input: { conversationId, memberId: null },
    });
    const same = await verify(conversationId, () =>
      assign(deps, anna.as(), { conversationId, memberId: ben.id }),
    );
    expect(same.outcome.seq).toBeNull();
    const nobody = await verify(conversationId, () =>
      assign(deps, workspace.asAutomation(1), { conversationId, memberId: null }),
    );
    expect(nobody.row.assignee).toBeNull();
    expect((await eventsOf(conversationId, "public")).slice(-2).map((event) => event.body)).toEqual(
      [{ type: "hidden" }, { type: "hidden" }],
    );
  });

  it("refuses an assignment that cannot be", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const input = { conversationId, memberId: ben.id };
    const refusals = [
      [() => assign(deps, viewer.as(), input), "forbidden"],
      [() => assign(deps, contact.as(), input), "forbidden"],
      [() => assign(deps, anna.as(), { ...input, memberId: viewer.id }), "conflict"],
      [() => assign(deps, anna.as(), { ...input, memberId: newId() }), "not_found"],
      [() => assign(deps, anna.as(), { ...input, memberId: "Ben" }), "not_found"],
      [() => assign(deps, anna.as(), { ...input, conversationId: newId() }), "not_found"],
      [() => assign(deps, workspace.asAutomation(4), input), "stale_epoch"],
    ] as const;
    for (const [attempt, kind] of refusals) {
      await expect(attempt()).rejects.toMatchObject({ kind });
    }
  });

  it("resolves and opens again", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const input = { conversationId };
    const resolved = await verify(conversationId, () => resolve(deps, anna.as(), input));
    expect(resolved.row.status).toBe("resolved");
    expect(resolved.outcome.inverse).toEqual({ action: "reopen", input });
    const twice = await verify(conversationId, () => resolve(deps, ben.as(), input));
    expect(twice.outcome.seq).toBeNull();
    const opened = await verify(conversationId, () => reopen(deps, anna.as(), input));
    expect(opened.row.status).toBe("open");
    expect(opened.outcome.inverse).toEqual({ action: "resolve", input });
    for (const act of [resolve, reopen]) {
      await expect(act(deps, viewer.as(), input)).rejects.toMatchObject({ kind: "forbidden" });
      await expect(act(deps, contact.as(), input)).rejects.toMatchObject({ kind: "forbidden" });
      await expect(act(deps, workspace.asAutomation(3), input)).rejects.toMatchObject({
        kind: "stale_epoch",
      });
      await expect(act(deps, anna.as(), { conversationId: newId() })).rejects.toMatchObject({
        kind: "not_found",
      });
    }
  });

  it("takes one's own unseen message back and keeps it for the team", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const { seq } = await postMessage(deps, anna.as(), say(conversationId, "Wrong window"));
    const input = { conversationId, targetSeq: seq ?? 0 };
    await expect(retract(deps, ben.as(), input)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(retract(deps, contact.as(), input)).rejects.toMatchObject({ kind: "forbidden" });
    const { row } = await verify(conversationId, () => retract(deps, anna.as(), input));
    expect(row).toMatchObject({ preview: null, previewBy: "member" });
    const at = (seq ?? 0) - 1;
    expect((await eventsOf(conversationId, "team"))[at]?.body).toMatchObject({
      retracted: true,
      parts: text("Wrong window"),
    });
    expect((await eventsOf(conversationId, "public"))[at]?.body).toMatchObject({
      retracted: true,
      parts: [],
    });
    await expect(retract(deps, anna.as(), input)).rejects.toMatchObject({ kind: "conflict" });
    await expect(retract(deps, anna.as(), { ...input, targetSeq: 1 })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(retract(deps, anna.as(), { ...input, targetSeq: 99 })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(retract(deps, viewer.as(), input)).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("keeps the newest words of the visitor in the list when something older goes", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const { seq } = await postMessage(deps, anna.as(), say(conversationId, "Oops"));
    await postMessage(deps, contact.as(), say(conversationId, "Pardon?"));
    const { row } = await verify(conversationId, () =>
      retract(deps, anna.as(), { conversationId, targetSeq: seq ?? 0 }),
    );
    expect(row).toMatchObject({ preview: "Pardon?", previewBy: "visitor" });
  });

  it("takes back no message that was seen or is old, but notes and the AI's words always", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps, tenantId } = workspace;
    const answer = await postMessage(deps, workspace.asAi(1), say(conversationId, "Wrong"));
    const { seq } = await postMessage(deps, anna.as(), say(conversationId, "Right"));
    const note = await postMessage(deps, anna.as(), { ...say(conversationId, "Hm"), note: true });
    await markSeen(deps, contact.as(), { conversationId, seq: 99 });
    const take = (targetSeq: number | null) =>
      retract(deps, anna.as(), { conversationId, targetSeq: targetSeq ?? 0 });
    await expect(take(seq)).rejects.toMatchObject({ kind: "conflict" });
    await verify(conversationId, () => take(answer.seq));
    const { events } = await verify(conversationId, () => take(note.seq));
    expect((await eventsOf(conversationId, "public")).at(-1)?.body).toEqual({ type: "hidden" });
    expect(events).toHaveLength(1);

    const own = await postMessage(deps, contact.as(), say(conversationId, "Mine"));
    await verify(conversationId, () =>
      retract(deps, contact.as(), { conversationId, targetSeq: own.seq ?? 0 }),
    );
    const late = await postMessage(deps, anna.as(), say(conversationId, "Late"));
    await database.owner.tenant(tenantId, async (tx) => {
      await tx`update xin.events set at = at - interval '61 seconds' where id = ${late.id}`;
    });
    await expect(take(late.seq)).rejects.toMatchObject({ kind: "conflict" });
  });

  it("marks as seen, forward only, and tells the other side", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const stranger = await workspace.addContact();
    const { deps, published, tenantId } = workspace;
    await takeOver(deps, anna.as(), { conversationId });
    const told = published.length;
    const mark = (env: ReturnType<Person["as"]>, seq: number) =>
      markSeen(deps, env, { conversationId, seq });
    await mark(anna.as(), 2);
    await mark(anna.as(), 1);
    await mark({ ...anna.as(), dryRun: true }, 3);
    await mark(contact.as(), 1000);
    await mark(viewer.as(), 1);
    expect(published.slice(told)).toEqual([
      { type: "seen", tenantId, seen: { conversationId, by: "team", seq: 2 } },
      { type: "seen", tenantId, seen: { conversationId, by: "visitor", seq: 3 } },
      { type: "seen", tenantId, seen: { conversationId, by: "team", seq: 1 } },
    ]);
    const seen = await database.db.tenant(tenantId, async (tx) => ({
      marks: await readSeenSeqs(tx, conversationId),
      row: await readConversationRow(tx, conversationId, anna.id),
    }));
    expect(seen.marks).toEqual({ visitor: 3, team: 2 });
    expect(seen.row).toMatchObject({ seenSeq: 2, visitorSeenSeq: 3, unread: 0 });
    await expect(mark(stranger.as(), 1)).rejects.toMatchObject({ kind: "not_found" });
    await expect(mark(workspace.asAi(2), 1)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(mark(anna.as(), -1)).rejects.toMatchObject({ kind: "invalid" });
    await expect(
      markSeen(deps, anna.as(), { conversationId: newId(), seq: 1 }),
    ).rejects.toMatchObject({ kind: "not_found" });
  });
});
