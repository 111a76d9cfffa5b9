import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents, readLog } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { handOver } from "./hand-over.ts";
import { postMessage } from "./post-message.ts";
import { resolve } from "./resolve.ts";
import { takeOver } from "./take-over.ts";

describeEngines("post a message", (open) => {
  let database: TestDb;
  let db: Db;
  let workspace: TestWorkspace;
  let anna: Person;
  let ben: Person;
  let viewer: Person;
  let author: Person;

  beforeAll(async () => {
    database = await open();
    ({ db } = database);
    workspace = await makeTestWorkspace(db);
    anna = await workspace.addPerson("Anna", "operator");
    ben = await workspace.addPerson("Ben", "admin");
    viewer = await workspace.addPerson("Vera", "viewer");
    author = await workspace.addPerson("Otto", "author");
  });
  afterAll(() => database.close());

  const say = (conversationId: string, words: string) => ({
    conversationId,
    parts: text(words),
    note: false,
  });
  const rowOf = (conversationId: string) =>
    db.tenant(workspace.tenantId, (tx) => readConversationRow(tx, conversationId, null));

  it("opens the conversation with a visitor's first message", async () => {
    const contact = await workspace.addContact();
    const conversationId = newId();
    const { channelId } = workspace;
    const words = " Line one\nline two ";
    const { row, events } = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, contact.as(), {
        ...say(conversationId, words),
        channelId,
        page: "/cart",
        locale: "zh",
      }),
    );
    expect(events.map((event) => event.body)).toEqual([
      { type: "conversation.opened", locale: "zh", page: "/cart" },
      {
        type: "message.posted",
        parts: text(words),
        note: false,
        citations: [],
        decisionId: null,
        retracted: false,
      },
    ]);
    expect(row).toMatchObject({
      holder: "ai",
      epoch: 1,
      status: "open",
      locale: "zh",
      subject: "Line one line two",
      preview: "Line one line two",
      previewBy: "visitor",
      lastSeq: 2,
      visitorSeq: 2,
      channelName: "Help",
      contact: { id: contact.id },
    });
  });

  it("opens nothing without a channel of the tenant, or for a refused message", async () => {
    const contact = await workspace.addContact();
    const conversationId = newId();
    const message = say(conversationId, "Hello");
    const { deps, channelId } = workspace;
    await expect(postMessage(deps, contact.as(), message)).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(
      postMessage(deps, contact.as(), { ...message, channelId: newId() }),
    ).rejects.toMatchObject({ kind: "not_found" });
    await expect(
      postMessage(deps, contact.as(), { ...message, channelId, parts: text(" \u200b\n") }),
    ).rejects.toMatchObject({ kind: "blank" });
    expect(await rowOf(conversationId)).toBeNull();
  });

  it("opens a resolved conversation again when the visitor writes", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    await resolve(workspace.deps, anna.as(), { conversationId });
    const { row, events } = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, contact.as(), say(conversationId, "One more thing")),
    );
    expect(events.map((event) => event.body.type)).toEqual([
      "conversation.reopened",
      "message.posted",
    ]);
    expect(row).toMatchObject({ status: "open", subject: "Where is my parcel?" });
  });

  it("takes custody with a person's public message, once", async () => {
    const { conversationId } = await workspace.openConversation();
    const first = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, anna.as(), say(conversationId, "I look into it")),
    );
    expect(first.events.map((event) => event.body.type)).toEqual([
      "conversation.taken-over",
      "message.posted",
    ]);
    expect(first.row).toMatchObject({
      holder: "people",
      epoch: 2,
      assignee: { id: anna.id, name: "Anna" },
      previewBy: "member",
    });
    expect(first.outcome.inverse).toEqual({
      action: "retract",
      input: { conversationId, targetSeq: 4 },
    });
    const second = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, ben.as(), say(conversationId, "Me too")),
    );
    expect(second.events.map((event) => event.body.type)).toEqual(["message.posted"]);
    expect(second.row).toMatchObject({ epoch: 2, assignee: { id: anna.id } });
  });

  it("takes a waiting conversation with a public message, and none with a note", async () => {
    const { conversationId } = await workspace.openConversation();
    await handOver(workspace.deps, workspace.asAi(1), {
      conversationId,
      reason: "unsure",
      detail: null,
      decisionId: null,
    });
    const note = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, anna.as(), { ...say(conversationId, "VIP"), note: true }),
    );
    expect(note.row).toMatchObject({
      holder: "waiting",
      preview: "✎ VIP",
      waitingReason: "unsure",
    });
    expect(workspace.published.at(-1)).toMatchObject({ teamOnlySeqs: [note.outcome.seq] });
    const reply = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, anna.as(), say(conversationId, "Hello")),
    );
    expect(reply.row).toMatchObject({ holder: "people", waitingReason: null, waitingSince: null });
  });

  it("lets the AI speak only while it holds the conversation, under its epoch", async () => {
    const { conversationId } = await workspace.openConversation();
    const { deps } = workspace;
    const decisionId = newId();
    const citation = {
      n: 1,
      chunkId: newId(),
      sourceId: newId(),
      title: "Delivery",
      heading: null,
      quote: "Parcels take 2 days.",
      url: null,
    };
    const { events } = await verifyAction(workspace, conversationId, () =>
      postMessage(deps, workspace.asAi(1), {
        ...say(conversationId, "2 days [1]"),
        citations: [citation],
        decisionId,
      }),
    );
    expect(events[0]?.body).toMatchObject({ citations: [citation], decisionId });
    const late = (epoch: number | undefined) =>
      postMessage(deps, workspace.asAi(epoch), say(conversationId, "Late"));
    await expect(late(undefined)).rejects.toMatchObject({ kind: "stale_epoch" });
    await expect(late(2)).rejects.toMatchObject({ kind: "stale_epoch" });
    await takeOver(deps, anna.as(), { conversationId });
    await expect(late(1)).rejects.toMatchObject({ kind: "stale_epoch" });
    await expect(late(2)).rejects.toMatchObject({ kind: "stale_epoch" });
    const automation = (epoch: number) =>
      postMessage(deps, workspace.asAutomation(epoch), say(conversationId, "We are away"));
    await expect(automation(1)).rejects.toMatchObject({ kind: "stale_epoch" });
    expect(await automation(2)).toMatchObject({ seq: 5 });
  });

  it("holds a reply back when others wrote after what its writer saw", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    await takeOver(deps, anna.as(), { conversationId });
    await postMessage(deps, anna.as(), say(conversationId, "Mine do not count"));
    const reply = { ...say(conversationId, "Answer"), seenSeq: 2 };
    expect(await postMessage(deps, anna.as(), reply)).toMatchObject({ seq: 5 });

    await postMessage(deps, ben.as(), { ...say(conversationId, "A note of Ben"), note: true });
    await postMessage(deps, contact.as(), say(conversationId, "Still there?"));
    const before = await rowOf(conversationId);
    const clientId = newId();
    await expect(postMessage(deps, anna.as(clientId), reply)).rejects.toMatchObject({
      kind: "unseen",
      missed: [
        { seq: 6, body: { note: true, parts: text("A note of Ben") } },
        { seq: 7, body: { parts: text("Still there?") } },
      ],
    });
    expect(await rowOf(conversationId)).toEqual(before);

    // A note is never held, and "send anyway" goes out under the same id.
    const note = { ...reply, note: true };
    expect(await postMessage(deps, anna.as(), note)).toMatchObject({ seq: 8 });
    const seen = { ...reply, seenSeq: 8 };
    const sent = await postMessage(deps, anna.as(clientId), seen);
    expect(sent).toMatchObject({ seq: 9, duplicate: false });
    await postMessage(deps, contact.as(), { ...say(conversationId, "Never held"), seenSeq: 0 });
    expect(await postMessage(deps, anna.as(clientId), reply)).toEqual({
      seq: 9,
      id: sent.id,
      duplicate: true,
      events: [],
      inverse: null,
    });
  });

  it("counts words of the same batch as unseen", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const [visitor, reply] = await Promise.allSettled([
      postMessage(deps, contact.as(), say(conversationId, "Wait")),
      postMessage(deps, anna.as(), { ...say(conversationId, "Answer"), seenSeq: 2 }),
    ]);
    expect(visitor).toMatchObject({ status: "fulfilled", value: { seq: 3 } });
    expect(reply).toMatchObject({ reason: { kind: "unseen", missed: [{ seq: 3 }] } });
  });

  it("answers a retry with the first answer, before any check", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const ai = workspace.asAi(1);
    const first = await postMessage(deps, ai, say(conversationId, "Answer"));
    await takeOver(deps, anna.as(), { conversationId });
    const again = await verifyAction(workspace, conversationId, () =>
      postMessage(deps, ai, say(conversationId, "  ")),
    );
    expect(again.outcome).toMatchObject({ seq: first.seq, id: first.id, duplicate: true });

    const key = newId();
    const message = say(conversationId, "Once");
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => postMessage(deps, contact.as(key), message)),
    );
    expect(new Set(outcomes.map((outcome) => outcome.seq)).size).toBe(1);
    expect(outcomes.filter((outcome) => !outcome.duplicate)).toHaveLength(1);
  });

  it("opens one conversation for concurrent first messages", async () => {
    const contact = await workspace.addContact();
    const conversationId = newId();
    const { deps, channelId } = workspace;
    const key = newId();
    const other = { ...deps, bus: { ...deps.bus } };
    const message = { ...say(conversationId, "Hello"), channelId };
    const outcomes = await Promise.all(
      // Two queues, as on two nodes.
      [deps, other, deps, other].map((node) => postMessage(node, contact.as(key), message)),
    );
    expect(outcomes.map((outcome) => outcome.seq)).toEqual([2, 2, 2, 2]);
    expect(outcomes.filter((outcome) => !outcome.duplicate)).toHaveLength(1);
    expect((await rowOf(conversationId))?.lastSeq).toBe(2);
  });

  it("rehearses without writing", async () => {
    const contact = await workspace.addContact();
    const conversationId = newId();
    const { deps, channelId, published } = workspace;
    const told = published.length;
    const rehearsal = await postMessage(
      deps,
      { ...contact.as(), dryRun: true },
      { ...say(conversationId, "Hello"), channelId },
    );
    expect(rehearsal).toMatchObject({ seq: 2, duplicate: false });
    await expect(
      postMessage(
        deps,
        { ...contact.as(), dryRun: true },
        { ...say(conversationId, " "), channelId },
      ),
    ).rejects.toMatchObject({ kind: "blank" });
    expect(await rowOf(conversationId)).toBeNull();
    expect(published).toHaveLength(told);
  });

  it("refuses those who may not write, and what cannot be stored", async () => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps } = workspace;
    const before = await rowOf(conversationId);
    const message = say(conversationId, "Hello");
    const stranger = await workspace.addContact();
    const refusals = [
      [viewer.as(), message, "forbidden"],
      [author.as(), message, "forbidden"],
      [contact.as(), { ...message, note: true }, "forbidden"],
      [stranger.as(), message, "not_found"],
      [anna.as(), say(newId(), "Hello"), "not_found"],
      [anna.as(), say("no-uuid", "Hello"), "not_found"],
      [anna.as("no-uuid"), message, "invalid"],
      [anna.as(), { ...message, parts: [] }, "invalid"],
      [anna.as(), say(conversationId, "x".repeat(16_001)), "too_large"],
      [anna.as(), say(conversationId, "\u200b\u2060\ufeff \u00a0\u3164"), "blank"],
      [{ ...workspace.asAi(1), depth: 17 }, message, "conflict"],
    ] as const;
    for (const [env, input, kind] of refusals) {
      await expect(postMessage(deps, env, input)).rejects.toMatchObject({ kind });
    }
    expect(await rowOf(conversationId)).toEqual(before);
  });

  it("stores depth, decision and trace context with the event", async () => {
    const { conversationId } = await workspace.openConversation();
    const decisionId = newId();
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const env = { ...workspace.asAi(1), depth: 16, decisionId, traceparent };
    const { row, outcome } = await verifyAction(workspace, conversationId, () =>
      postMessage(workspace.deps, env, say(conversationId, "Deep")),
    );
    const log = await db.tenant(workspace.tenantId, (tx) =>
      readLog(tx, { after: row.position - 1, limit: 10 }),
    );
    expect(log.position).toBe(row.position);
    expect(log.events).toEqual([
      {
        ...outcome.events[0],
        position: row.position,
        audience: "public",
        depth: 16,
        traceparent,
      },
    ]);
    await postMessage(
      workspace.deps,
      { ...anna.as(), traceparent: "garbage\0" },
      say(conversationId, "x"),
    );
    const { events } = await db.tenant(workspace.tenantId, (tx) =>
      readEvents(tx, conversationId, { limit: 1, audience: "team" }),
    );
    expect(events).toMatchObject([{ body: { parts: text("x") } }]);
  });
});
