import { readFile, readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EventBody } from "#contract/conversation-event.ts";
import { type PlayedAct, historyOf, playAct, type Stage } from "../../tests/support/play-acts.ts";
import { openTestDb, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace } from "../../tests/support/test-workspace.ts";
import { isUndoable, undoWays } from "./undo-registry.ts";

/*
 * Whatever acts by itself can be taken back, or says that it cannot. What there is comes from the product: the
 * events of the contract, and the actions that let the AI or an automation in.
 */
let database: TestDb;
let stage: Stage;
beforeAll(async () => {
  database = await openTestDb();
  const workspace = await makeTestWorkspace(database.db);
  const people = [await workspace.addPerson("Anna", "operator")];
  stage = { ...(await workspace.openConversation()), workspace, people };
});
afterAll(() => database?.close());

/** For each action that the AI or an automation may do, by its file: an act of it, or why there is nothing to take back. */
const autonomousActions: Readonly<Record<string, PlayedAct | "records">> = {
  "post-message.ts": { by: "ai", does: "reply" },
  "propose-draft.ts": { by: "ai", does: "draft" },
  "assign.ts": { by: "ai", does: "assign", to: 0 },
  "change-tags.ts": { by: "ai", does: "tag", add: ["late"], remove: [] },
  "resolve.ts": { by: "ai", does: "close" },
  "reopen.ts": { by: "ai", does: "open" },
  // Last: the AI holds the conversation no more.
  "hand-over.ts": { by: "ai", does: "hand over" },
  // Writes the same events as the actions above, in one transaction with their decision.
  "settle-reply.ts": "records",
  "record-superseded.ts": "records",
  // The draft that comes of it is what goes back.
  "begin-draft.ts": "records",
};

it("has a way for every kind of event of the contract, and for no other", () => {
  const types = EventBody.members.map((member) => member.fields.type.literal);
  expect(Object.keys(undoWays).toSorted(byText)).toEqual([...types].toSorted(byText));
});

it("knows every action that lets the AI or an automation in", async () => {
  const folder = new URL("../actions/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const found: string[] = [];
  for (const name of files) {
    const source = await readFile(new URL(name, folder), "utf8");
    if (/assertActor\(env, [^;]*?(?:"ai"|autonomous)/.test(source)) found.push(name);
  }
  expect(found.toSorted(byText)).toEqual(Object.keys(autonomousActions).toSorted(byText));
});

it("takes back what each of them writes", async () => {
  for (const [file, act] of Object.entries(autonomousActions)) {
    if (typeof act === "string") continue;
    const from = (await historyOf(stage)).length;
    await playAct(stage, act);
    const written = (await historyOf(stage)).slice(from).map(({ body }) => body.type);
    const ways = written.map((type) => isUndoable(type) || undoWays[type] === "approval");
    expect([file, ways]).toEqual([file, [true]]);
  }
});

const byText = (a: string, b: string) => a.localeCompare(b);
