import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeEnterAck } from "#contract/identity-requests.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { type CodeMails, openCodeMails } from "../../tests/support/code-mails.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../tests/support/test-workspace.ts";
import { readEvents } from "#db/reads/events.ts";
import { leaveEmail } from "../actions/leave-email.ts";
import type { Identity } from "./open-identity.ts";

describeEngines("proving an address by a code", (open) => {
  let test: TestDb;
  let mails: CodeMails;
  let shop: TestWorkspace;
  let identity: Identity;
  let ann: Awaited<ReturnType<TestWorkspace["addPerson"]>>;

  beforeAll(async () => {
    test = await open();
    mails = await openCodeMails(test, pino({ level: "silent" }));
    shop = await makeTestWorkspace(test.db);
    identity = mails.identity(shop.deps);
    ann = await shop.addPerson("Ann", "operator");
  });
  afterAll(async () => {
    await mails?.[Symbol.asyncDispose]();
    await test?.close();
  });

  /** A visitor who left an address and was sent a code. */
  const asked = async () => {
    const { conversationId, contact } = await shop.openConversation();
    const email = `kim.${randomUUID().slice(0, 8)}@example.com`;
    await leaveEmail(shop.deps, contact.as(), { conversationId, email });
    const sent = await identity.send(ann.as(), { conversationId });
    const events = async () =>
      test.db.tenant(
        shop.tenantId,
        async (tx) =>
          (await readEvents(tx, conversationId, { limit: 50, audience: "team" })).events,
      );
    const bodies = async () => (await events()).map(({ body }) => body);
    const newest = (await bodies()).findLast((body) => body.type === "identity.asked");
    const checkId = newest?.type === "identity.asked" ? newest.checkId : "";
    const enter = (code: string, whose = contact.as(), id = checkId): Promise<CodeEnterAck> =>
      identity.enter(whose, { conversationId, checkId: id, code });
    return { conversationId, contact, email, sent, checkId, enter, bodies };
  };
  const verifiedOf = async (conversationId: string) =>
    (await test.db.tenant(shop.tenantId, (tx) => readConversationRow(tx, conversationId, null)))
      ?.contact.verified;
  const other = (code: string) => (code === "123456" ? "654321" : "123456");
  const inTable = (run: string) => test.db.tenant(shop.tenantId, (tx) => tx.unsafe(run));

  it("is done by the code that arrives, written as people write it, and done once", async () => {
    const { conversationId, email, sent, enter, bodies, checkId } = await asked();
    expect(sent).toMatchObject({ seq: expect.any(Number), againAt: null });
    const code = await mails.code(email);
    expect(await verifiedOf(conversationId)).toBeNull();
    expect(await enter(` ${code.slice(0, 3)}-${code.slice(3)} `)).toEqual({
      outcome: "verified",
      triesLeft: 0,
    });
    expect(await verifiedOf(conversationId)).toMatchObject({ email });
    expect((await enter(other(code))).outcome).toBe("verified");
    const told = (await bodies()).filter(({ type }) => type.startsWith("identity."));
    const address = `k…@example.com`;
    expect(told).toEqual([
      { type: "identity.asked", checkId, address, decisionId: null },
      { type: "identity.settled", checkId, address, outcome: "verified" },
    ]);
  });

  it("survives the process that sent it, and stands readable in no table, job or event", async () => {
    const { email, enter, bodies } = await asked();
    const code = await mails.code(email);
    const tables = ["identity_checks", "outgoing_mails", "audit_log", "events", "contacts"];
    for (const table of tables) {
      // Ids, times and bytes aside, which are made of digits as well.
      const rows = await inTable(`select to_jsonb(t) as row from xin.${table} t`);
      const told = JSON.stringify(rows).replaceAll(
        /[0-9a-f]{8}-[0-9a-f-]{27}|\\\\x[0-9a-f]*|\d{4}-\d\d-\d\dT[\d:.+]*/g,
        "",
      );
      expect(told).not.toContain(code);
    }
    expect(JSON.stringify(await bodies())).not.toContain(`"${code}"`);
    identity = mails.identity(shop.deps);
    expect((await enter(code)).outcome).toBe("verified");
  });

  it("counts exactly five wrong codes, however many come at once, and locks", async () => {
    const { email, enter, bodies, conversationId, checkId } = await asked();
    const code = await mails.code(email);
    const tries = await Promise.all(Array.from({ length: 20 }, () => enter(other(code))));
    const counted = tries.filter(({ outcome }) => outcome === "wrong").map((one) => one.triesLeft);
    expect(counted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(tries.filter(({ outcome }) => outcome === "locked")).toHaveLength(16);
    expect((await enter(code)).outcome).toBe("locked");
    expect(await verifiedOf(conversationId)).toBeNull();
    const settled = (await bodies()).filter(({ type }) => type === "identity.settled");
    expect(settled).toMatchObject([{ outcome: "locked" }]);
    const [row] = await inTable(`select tries from xin.identity_checks where id = '${checkId}'`);
    const audited = await inTable(
      `select 1 from xin.audit_log where action = 'identity.tried' and detail->>'checkId' = '${checkId}'`,
    );
    expect([row?.["tries"], audited.length]).toEqual([5, 5]);
  });

  it("does not count what is no code", async () => {
    const { email, enter } = await asked();
    const code = await mails.code(email);
    for (const typed of ["", "12345", "hello", "1234567"]) {
      expect(await enter(typed)).toEqual({ outcome: "wrong", triesLeft: 5 });
    }
    const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("");
    expect((await enter(wide)).outcome).toBe("verified");
  });

  it("takes no code that has run out, was replaced, or is somebody else's", async () => {
    const late = await asked();
    const lateCode = await mails.code(late.email);
    await inTable(
      `update xin.identity_checks set expires_at = now() - interval '1 second', created_at = now() - interval '11 minutes' where id = '${late.checkId}'`,
    );
    expect(await late.enter(lateCode)).toEqual({ outcome: "expired", triesLeft: 0 });
    expect(await identity.send(late.contact.as(), late)).toMatchObject({ againAt: null });
    const newCode = await mails.code(late.email, 2);
    expect((await late.enter(newCode)).outcome).toBe("expired");

    const mine = await asked();
    const theirs = await asked();
    const code = await mails.code(mine.email);
    const foreign = [
      () => mine.enter(code, theirs.contact.as()),
      () => theirs.enter(code, theirs.contact.as(), mine.checkId),
      () => mine.enter(code, mine.contact.as(), randomUUID()),
    ];
    for (const attempt of foreign)
      await expect(attempt()).rejects.toMatchObject({ kind: "not_found" });
    const elsewhere = await makeTestWorkspace(test.db);
    const stranger = await elsewhere.openConversation();
    await expect(mine.enter(code, stranger.contact.as())).rejects.toMatchObject({
      kind: "not_found",
    });
    expect((await mine.enter(code)).outcome).toBe("verified");
  });

  it("sends one code a minute and says when the next may be sent, also to many at once", async () => {
    const { conversationId, contact } = await shop.openConversation();
    const email = `burst.${randomUUID().slice(0, 8)}@example.com`;
    await leaveEmail(shop.deps, contact.as(), { conversationId, email });
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => identity.send(ann.as(), { conversationId })),
    );
    expect(sent.filter(({ seq }) => seq !== null)).toHaveLength(1);
    const waits = sent.find(({ seq }) => seq === null);
    const left = Date.parse(waits?.againAt ?? "") - Date.now();
    expect(left).toBeGreaterThan(20_000);
    // Another visitor cannot have the same mailbox filled.
    const second = await shop.openConversation();
    await leaveEmail(shop.deps, second.contact.as(), {
      conversationId: second.conversationId,
      email: email.toUpperCase(),
    });
    const again = await identity.send(ann.as(), second);
    expect(again).toMatchObject({ seq: null, againAt: expect.any(String) });
    await mails.code(email);
    expect(mails.smtp.mails.filter(({ to }) => to.includes(email))).toHaveLength(1);
  });

  it("is asked by who may answer, where there is an address", async () => {
    const { conversationId } = await shop.openConversation();
    await expect(identity.send(ann.as(), { conversationId })).rejects.toMatchObject({
      kind: "conflict",
    });
    const viewer = await shop.addPerson("Vic", "viewer");
    await expect(identity.send(viewer.as(), { conversationId })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  it("goes with the visitor's records", async () => {
    const { conversationId, checkId } = await asked();
    await test.owner.tenant(shop.tenantId, async (tx) => {
      await tx`delete from xin.events where conversation_id = ${conversationId}`;
      await tx`delete from xin.conversations where id = ${conversationId}`;
    });
    expect(await inTable(`select 1 from xin.identity_checks where id = '${checkId}'`)).toEqual([]);
  });
});

describe("an address", () => {
  it("is shortened to what its owner knows again", async () => {
    const { maskEmail } = await import("./mask-email.ts");
    expect(maskEmail("kim@example.com")).toBe("k…@example.com");
  });
});
