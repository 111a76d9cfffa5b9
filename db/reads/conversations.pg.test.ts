import { afterAll, beforeAll, expect, it } from "vitest";
import { assign } from "#engine/actions/assign.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import { handOver } from "#engine/actions/hand-over.ts";
import { markSeen } from "#engine/actions/mark-seen.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type OpenedConversation,
  type Person,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import {
  type ConversationsPage,
  countViews,
  readContactOf,
  readConversationRow,
  readConversationRows,
  readRowsAfter,
  readVisitorConversations,
} from "./conversations.ts";
import { readEvents, type EventsPage } from "./events.ts";
import { readFigures } from "./inbox-figures.ts";
import { readLastPosition } from "./last-seqs.ts";

describeEngines("reading conversations", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let ben: Person;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const fresh = async () => {
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
    ben = await workspace.addPerson("Ben", "operator");
  };
  const read = <T>(run: Parameters<typeof database.db.tenant<T>>[1]) =>
    database.db.tenant(workspace.tenantId, run);
  const list = async (page: Partial<ConversationsPage>) => {
    const rows = await read((tx) =>
      readConversationRows(tx, {
        view: "all",
        status: "open",
        limit: 50,
        memberId: anna.id,
        ...page,
      }),
    );
    return rows.map((row) => row.id);
  };
  const changedAfter = (after: number, limit: number) =>
    read((tx) => readRowsAfter(tx, { after, limit, memberId: anna.id }));
  const unreadOf = async ({ conversationId }: OpenedConversation, member: Person) =>
    (await read((tx) => readConversationRow(tx, conversationId, member.id)))?.unread;
  const write = ({ conversationId, contact }: OpenedConversation) =>
    postMessage(workspace.deps, contact.as(), { conversationId, parts: text("More"), note: false });

  it("[RT33] tells each conversation that changed after a position once, resolved ones too, the earliest first", async () => {
    await fresh();
    const [first, second, third] = [
      await workspace.openConversation(),
      await workspace.openConversation(),
      await workspace.openConversation(),
    ];
    const position = await read(readLastPosition);
    expect(await changedAfter(position, 10)).toEqual([]);
    await write(third);
    await write(first);
    await write(third);
    await resolve(workspace.deps, anna.as(), { conversationId: second.conversationId });
    const all = await changedAfter(position, 10);
    expect(all.map(({ id }) => id)).toEqual([
      first.conversationId,
      third.conversationId,
      second.conversationId,
    ]);
    expect(all.at(-1)).toMatchObject({
      status: "resolved",
      position: await read(readLastPosition),
    });
    const page = await changedAfter(position, 1);
    expect(page.map(({ id }) => id)).toEqual([first.conversationId]);
    const rest = await changedAfter(page[0]?.position ?? 0, 10);
    expect(rest.map(({ id }) => id)).toEqual([third.conversationId, second.conversationId]);
  });

  it("lists views, the latest change first, and counts them", async () => {
    await fresh();
    const { deps } = workspace;
    const withAi = await workspace.openConversation();
    const mine = await workspace.openConversation();
    const bens = await workspace.openConversation();
    const waiting = await workspace.openConversation();
    const done = await workspace.openConversation();
    const { conversationId } = waiting;
    const why = { reason: "rule", detail: null, decisionId: null } as const;
    await resolve(deps, anna.as(), { conversationId: done.conversationId });
    await handOver(deps, workspace.asAi(1), { conversationId, ...why });
    await takeOver(deps, ben.as(), { conversationId: bens.conversationId });
    await takeOver(deps, anna.as(), { conversationId: mine.conversationId });
    const ids = [mine, bens, waiting, withAi].map((one) => one.conversationId);
    expect(await list({})).toEqual(ids);
    expect(await list({ view: "mine" })).toEqual([mine.conversationId]);
    expect(await list({ view: "unassigned" })).toEqual([waiting.conversationId]);
    expect(await list({ view: "ai" })).toEqual([withAi.conversationId]);
    expect(await list({ status: "resolved" })).toEqual([done.conversationId]);
    expect(await list({ view: "mine", memberId: null })).toEqual([]);
    expect(await read((tx) => countViews(tx, anna.id, null))).toEqual({
      all: 4,
      mine: 1,
      unassigned: 1,
      ai: 1,
      unread: 3,
    });
  });

  it("lists and counts what carries a tag", async () => {
    await fresh();
    const { deps } = workspace;
    await workspace.openConversation();
    const tagged = await workspace.openConversation();
    const { conversationId } = await workspace.openConversation();
    await changeTags(deps, anna.as(), { conversationId, add: ["billing"], remove: [] });
    await changeTags(deps, anna.as(), { ...tagged, add: ["Billing", "urgent"], remove: [] });
    await takeOver(deps, anna.as(), { conversationId });
    expect(await list({ tag: "billing" })).toEqual([conversationId, tagged.conversationId]);
    expect(await list({ tag: "urgent" })).toEqual([tagged.conversationId]);
    expect(await list({ tag: "billing", view: "mine" })).toEqual([conversationId]);
    expect(await list({ tag: "unknown" })).toEqual([]);
    const { counts, tags } = await read((tx) => readFigures(tx, anna.id, "billing"));
    expect(counts).toMatchObject({ all: 2, mine: 1, ai: 1 });
    expect(tags).toEqual(["billing", "urgent"]);
  });

  it("pages without a gap or a repetition", async () => {
    await fresh();
    for (let count = 0; count < 7; count++) await workspace.openConversation();
    const seen: string[] = [];
    let before: ConversationsPage["before"];
    for (;;) {
      const rows = await read((tx) =>
        readConversationRows(tx, { view: "all", status: "open", limit: 3, memberId: null, before }),
      );
      seen.push(...rows.map((row) => row.id));
      before = rows.at(-1);
      if (before === undefined) break;
    }
    expect(seen).toEqual(await list({}));
    expect(new Set(seen).size).toBe(7);
  });

  it("counts a visitor's words as unread where people must look", async () => {
    await fresh();
    const { deps } = workspace;
    const conversation = await workspace.openConversation();
    const { conversationId } = conversation;
    await write(conversation);
    expect(await unreadOf(conversation, anna)).toBe(0);
    await assign(deps, ben.as(), { conversationId, memberId: anna.id });
    expect(await unreadOf(conversation, anna)).toBe(2);
    expect(await unreadOf(conversation, ben)).toBe(0);
    await takeOver(deps, anna.as(), { conversationId });
    expect(await unreadOf(conversation, ben)).toBe(2);
    await markSeen(deps, anna.as(), { conversationId, seq: 3 });
    expect(await unreadOf(conversation, anna)).toBe(0);
    await postMessage(deps, ben.as(), { conversationId, parts: text("Own"), note: false });
    expect(await unreadOf(conversation, anna)).toBe(0);
    await write(conversation);
    expect(await unreadOf(conversation, anna)).toBe(1);
    expect(await unreadOf(conversation, ben)).toBe(3);
  });

  it("finds a visitor's latest conversation", async () => {
    await fresh();
    const { deps, channelId } = workspace;
    const { contact, conversationId } = await workspace.openConversation();
    await markSeen(deps, anna.as(), { conversationId, seq: 1 });
    await markSeen(deps, ben.as(), { conversationId, seq: 2 });
    const latestOf = (...contacts: string[]) =>
      read((tx) => readVisitorConversations(tx, contacts));
    const another = await workspace.openConversation();
    const latest = { conversationId, lastSeq: 2, holder: "ai", teamSeenSeq: 2 };
    expect(await latestOf(another.contact.id, newId(), contact.id)).toEqual(
      new Map([
        [contact.id, latest],
        [another.contact.id, { ...latest, conversationId: another.conversationId, teamSeenSeq: 0 }],
      ]),
    );
    const newer = { conversationId: newId(), channelId, parts: text("Hi"), note: false };
    await postMessage(deps, contact.as(), newer);
    expect((await latestOf(contact.id)).get(contact.id)).toMatchObject({
      conversationId: newer.conversationId,
    });
    expect(await read((tx) => readContactOf(tx, conversationId))).toBe(contact.id);
    expect(await read((tx) => readContactOf(tx, newId()))).toBeNull();
  });

  it("reads events after a seq, before one, or the last", async () => {
    await fresh();
    const conversation = await workspace.openConversation();
    const { conversationId } = conversation;
    for (let count = 0; count < 8; count++) await write(conversation);
    const page = async (part: Partial<EventsPage>, id = conversationId) => {
      const { events, lastSeq, more } = await read((tx) =>
        readEvents(tx, id, { limit: 4, audience: "public", ...part }),
      );
      return [events.map((event) => event.seq), lastSeq, more];
    };
    expect(await page({})).toEqual([[7, 8, 9, 10], 10, true]);
    expect(await page({ before: 4 })).toEqual([[1, 2, 3], 10, false]);
    expect(await page({ after: 0 })).toEqual([[1, 2, 3, 4], 10, true]);
    expect(await page({ after: 6 })).toEqual([[7, 8, 9, 10], 10, false]);
    expect(await page({ after: 10 })).toEqual([[], 10, false]);
    expect(await page({ after: 0 }, newId())).toEqual([[], 0, false]);
  });
});
