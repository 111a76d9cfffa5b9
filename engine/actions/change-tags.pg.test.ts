import { afterAll, beforeAll, expect, it } from "vitest";
import { readEvents } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { verifyAction } from "../../tests/support/verify-action.ts";
import { changeTags, type ChangeTagsInput } from "./change-tags.ts";
import type { Envelope } from "./envelope.ts";

describeEngines("tags of a conversation", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let viewer: Person;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "operator");
    viewer = await workspace.addPerson("Vera", "viewer");
  });
  afterAll(() => database.close());

  const change = (conversationId: string, tags: Partial<ChangeTagsInput>, env = anna.as()) =>
    verifyAction(workspace, conversationId, () =>
      changeTags(workspace.deps, env, { conversationId, add: [], remove: [], ...tags }),
    );
  const opened = async () => (await workspace.openConversation()).conversationId;

  it("puts tags on and takes them off, once each, in order", async () => {
    const id = await opened();
    const put = await change(id, { add: ["Refund", "damaged", "refund "] });
    expect(put.row.tags).toEqual(["damaged", "refund"]);
    expect(put.outcome.inverse).toEqual({
      action: "changeTags",
      input: { conversationId: id, add: [], remove: ["refund", "damaged"] },
    });
    expect((await change(id, { add: ["damaged"] })).outcome.seq).toBeNull();
    const swapped = await change(id, { add: ["vip"], remove: ["refund", "never there"] });
    expect(swapped.row.tags).toEqual(["damaged", "vip"]);
    expect(swapped.outcome.events[0]?.body).toEqual({
      type: "conversation.tags-changed",
      added: ["vip"],
      removed: ["refund"],
      tags: ["damaged", "vip"],
      decisionId: null,
    });
    const none = await change(id, { remove: ["damaged", "vip"] });
    expect(none.row.tags ?? []).toEqual([]);
  });

  it("gives back the tags there were when its inverse is done", async () => {
    const id = await opened();
    await change(id, { add: ["a", "b"] });
    const { outcome } = await change(id, { add: ["b", "c"], remove: ["a"] });
    const inverse = outcome.inverse?.input as ChangeTagsInput;
    expect((await change(id, inverse)).row.tags).toEqual(["a", "b"]);
  });

  it("answers a retry with the first answer, and changes nothing by it", async () => {
    const id = await opened();
    const env = anna.as();
    const first = await change(id, { add: ["once"] }, env);
    await change(id, { remove: ["once"] });
    const again = await changeTags(workspace.deps, env, {
      conversationId: id,
      add: ["once"],
      remove: [],
    });
    expect(again).toMatchObject({ duplicate: true, seq: first.outcome.seq });
    expect((await change(id, { add: ["other"] })).row.tags).toEqual(["other"]);
  });

  it("lets an automation under its epoch, and refuses what cannot be", async () => {
    const { conversationId: id, contact } = await workspace.openConversation();
    await change(id, { add: ["by itself"] }, workspace.asAutomation(1));
    const refusals: readonly (readonly [Envelope, Partial<ChangeTagsInput>, string])[] = [
      [viewer.as(), { add: ["x"] }, "forbidden"],
      [contact.as(), { add: ["x"] }, "forbidden"],
      [workspace.asAutomation(4), { add: ["x"] }, "stale_epoch"],
      [anna.as(), { add: ["\u200b"] }, "invalid"],
      [anna.as(), { remove: ["x".repeat(41)] }, "invalid"],
      [anna.as(), { add: Array.from({ length: 20 }, (_, n) => `tag ${n}`) }, "conflict"],
      [anna.as(), { add: ["x"], conversationId: newId() }, "not_found"],
    ];
    for (const [env, tags, kind] of refusals) {
      const input = { conversationId: id, add: [], remove: [], ...tags };
      await expect(changeTags(workspace.deps, env, input)).rejects.toMatchObject({ kind });
    }
    expect((await change(id, { add: ["x"] })).row.tags).toEqual(["by itself", "x"]);
  });

  it("[RT53] shows visitors nothing of it", async () => {
    const id = await opened();
    await change(id, { add: ["difficult"] });
    const { events } = await database.db.tenant(workspace.tenantId, (tx) =>
      readEvents(tx, id, { after: 0, limit: 50, audience: "public" }),
    );
    expect(events.at(-1)?.body).toEqual({ type: "hidden" });
    expect(JSON.stringify(events)).not.toContain("difficult");
  });
});
