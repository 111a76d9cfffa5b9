import type { Page } from "@playwright/test";
import { pino } from "pino";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecisions } from "#db/reads/decisions.ts";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { openSilentBus } from "#engine/runtime/silent-bus.ts";
import { e2eDataDir } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { openRunningDatabase } from "../support/running-database.ts";
import { openWidget } from "../support/widget.ts";

/*
 * What the AI did is taken back in the console, and the visitor sees it. The built-in model answers, and calls no
 * tools: what a model with tools would do with the answer is done in its name, under the decision of the answer.
 */

test.setTimeout(180_000);

test("a tag, a close and a reply are taken back one by one, and then all of a run at once", async ({
  browser,
  baseURL,
  watch,
}) => {
  const member = { email: "you@example.com", workspace: "tarnmoor" } as const;
  const server = { url: baseURL ?? "", dataDir: e2eDataDir() };
  const team = await browser.newContext({ storageState: await memberSession(server, member) });
  const visitors = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  watch(team);
  watch(visitors);
  const page = await visitors.newPage();
  await page.goto("/demo");
  const anna = await openWidget(page);
  const answers = anna.log.getByRole("list", { name: "Sources" });
  const takenBack = anna.log.getByText("This message was taken back");
  const inbox = await team.newPage();

  await anna.say("How long are tent poles covered by the warranty?");
  await expect(answers).toHaveCount(1, { timeout: 30_000 });
  const first = await actOn(await conversationOf(page), "warranty");
  await openHydrated(inbox, `/c/${first.conversationId}?why=${first.decisionId}`);
  const why = inbox.getByRole("dialog", { name: "Why Xin did this" });
  const act = (name: string) => why.getByRole("listitem").filter({ hasText: name });
  const undo = async (name: string) => {
    await act(name).getByRole("button", { name: "Undo" }).press("Enter");
    await expect(act(name).getByText("Undone")).toBeVisible();
  };
  const log = inbox.getByRole("main");

  await test.step("the tag goes, and nothing else with it", async () => {
    await undo("Changed the tags");
    expect(await standing(first.conversationId)).toEqual({ tags: [], status: "resolved" });
    await expect(act("Closed the conversation").getByRole("button")).toBeVisible();
  });

  await test.step("the conversation is open again", async () => {
    await undo("Closed the conversation");
    expect(await standing(first.conversationId)).toEqual({ tags: [], status: "open" });
    await expect(takenBack).toHaveCount(0);
  });

  await test.step("the reply is taken back, for the visitor and for the team", async () => {
    await expect(act("Wrote to the visitor")).toContainText("The visitor will see");
    await undo("Wrote to the visitor");
    await expect(takenBack).toHaveCount(1);
    await expect(answers).toHaveCount(0);
    await expect(log.getByText("Taken back. The visitor no longer sees it.")).toBeVisible();
    await expect(why.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  });

  await test.step("all of a run is taken back by one button", async () => {
    await anna.say("How many days do I have to return something?");
    await expect(answers).toHaveCount(1, { timeout: 30_000 });
    const second = await actOn(first.conversationId, "returns");
    await openHydrated(inbox, `/c/${second.conversationId}?why=${second.decisionId}`);
    await why.getByRole("button", { name: "Undo all" }).press("Enter");
    for (const name of ["Wrote to the visitor", "Changed the tags", "Closed the conversation"]) {
      await expect(act(name).getByText("Undone")).toBeVisible();
    }
    expect(await standing(first.conversationId)).toEqual({ tags: [], status: "open" });
    await expect(takenBack).toHaveCount(2);
    await expect(answers).toHaveCount(0);
  });

  await team.close();
  await visitors.close();
});

/** The conversation that the widget on a page goes on with. */
const conversationOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const kept = localStorage.getItem("xin:demo_tarnmoor") ?? "{}";
    return (JSON.parse(kept) as { conversationId?: string }).conversationId ?? "";
  });

/** Runs something on the workspace of the demo shop, behind the server's back. */
const inShop = async <T>(run: (db: Db, tenantId: string) => Promise<T>): Promise<T> => {
  const db = await openRunningDatabase(e2eDataDir());
  try {
    const tenant = await db.lookup((tx) => tenantBySlug(tx, "tarnmoor"));
    if (tenant === null) throw new Error("There is no demo shop");
    return await run(db, tenant.id);
  } finally {
    await db.close();
  }
};

type Db = Awaited<ReturnType<typeof openRunningDatabase>>;

/** Tags and closes the conversation under the decision of its newest answer. */
const actOn = (conversationId: string, tag: string) =>
  inShop(async (db, tenantId) => {
    const decisions = await db.tenant(tenantId, (tx) => readDecisions(tx, conversationId));
    const decision = decisions.findLast(({ outcome }) => outcome === "sent");
    if (decision === undefined) throw new Error("The AI has not answered");
    const deps = { db, bus: openSilentBus(), log: pino({ level: "silent" }) };
    const envelope = (): Envelope => ({
      tenantId,
      actor: { kind: "ai", id: null, name: "Xin" },
      decisionId: decision.id,
      depth: 1,
      idempotencyKey: crypto.randomUUID(),
      dryRun: false,
      epoch: decision.epoch,
      traceparent: null,
    });
    await changeTags(deps, envelope(), { conversationId, add: [tag], remove: [] });
    await resolve(deps, envelope(), { conversationId });
    return { conversationId, decisionId: decision.id };
  });

/** What of a conversation the acts change. */
const standing = (conversationId: string) =>
  inShop(async (db, tenantId) => {
    const row = await db.tenant(tenantId, (tx) => readConversationRow(tx, conversationId, null));
    return { tags: row?.tags ?? null, status: row?.status ?? null };
  });
