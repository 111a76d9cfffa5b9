import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConversationRow } from "#db/reads/conversations.ts";
import { decodePayload, hashPayload, type JsonObject } from "#db/reads/event-payload.ts";
import { readEvents } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace, type TestWorkspace, text } from "../../tests/support/test-workspace.ts";
import { postMessage } from "./post-message.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/** The big list of naughty strings, kept beside the checkout where there is one. */
const list = new URL("../../../shared/data/security/naughty-strings.jsonl", import.meta.url);

/** Our own, and the ones that databases get wrong. */
const sample = [
  "a\0b",
  "\0\\u0000\\",
  "C:\\new\\u0041",
  "half \ud83d a pair",
  "\udc00 the other half",
  "\ud83d\ud83d\ude00\ude00",
  "e\u0301 is not é",
  "\u0301",
  "\u202etxet\u202c",
  "\ufeffBOM",
  "\u0600",
  "'; drop table xin.events; --",
  '{"escaped":true}',
  "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
  "\r\n\tspaced\u00a0out\u3000 ",
  "中文，标点。",
  "\u001b[31mred\u0007",
  "\ufffe\uffff",
];

describeEngines("strings that break things", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
  });
  afterAll(() => database.close());

  /** Sends each as a message and answers what a visitor reads afterwards. */
  const sendAndRead = async (strings: readonly string[]) => {
    const { conversationId, contact } = await workspace.openConversation();
    const { deps, tenantId } = workspace;
    for (const words of strings) {
      await postMessage(deps, contact.as(), { conversationId, parts: text(words), note: false });
    }
    const { events } = await database.db.tenant(tenantId, (tx) =>
      readEvents(tx, conversationId, { after: 2, limit: 1000, audience: "public" }),
    );
    return events.map(({ body }) => body.type === "message.posted" && body.parts[0]?.text);
  };

  it("come back as they were sent: our sample", async () => {
    expect(await sendAndRead(sample)).toEqual(sample);
  });

  it("keep a hash that can be checked against what is stored", async () => {
    const { conversationId } = await workspace.openConversation("a\0b \ud83d \\");
    const [row] = await database.db.tenant(
      workspace.tenantId,
      (tx) => tx<{ payload: JsonObject; payload_hash: Buffer }[]>`
        select payload, payload_hash from xin.events
        where conversation_id = ${conversationId} and seq = 2`,
    );
    expect(row?.payload["escaped"]).toBe(true);
    expect(hashPayload(decodePayload(row?.payload ?? {}))).toEqual(row?.payload_hash);
  });

  it("come back as first words of a conversation, with a subject that can be shown", async () => {
    const { conversationId } = await workspace.openConversation("a\0b \ud83d\r\n  c");
    const row = await database.db.tenant(workspace.tenantId, (tx) =>
      readConversationRow(tx, conversationId, null),
    );
    expect(row).toMatchObject({ subject: "a b \ufffd c", preview: "a b \ufffd c" });
  });

  it.skipIf(!existsSync(list))(
    "come back as they were sent: the big list (needs ../shared/data/security/naughty-strings.jsonl)",
    async () => {
      const strings = readFileSync(list, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { s: string }).s);
      const shown = strings.filter(hasVisibleCharacter);
      // Controls only, and one space.
      expect(strings.length - shown.length).toBe(2);
      expect(await sendAndRead(shown)).toEqual(shown);
    },
  );
});
