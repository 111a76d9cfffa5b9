import type { Browser, Locator, Page } from "@playwright/test";
import { pino } from "pino";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { openSilentBus } from "#engine/runtime/silent-bus.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { openHydrated } from "../support/hydrated.ts";
import { lookAtWidths } from "../support/look-at.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { prepareTenant } from "../support/prepare-tenant.ts";
import { openRunningDatabase } from "../support/running-database.ts";
import { type RunningServer, startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/* Tests that conversations suggest, from the proposal to their run, and what asking a model that charges is said to cost. */

const answer = "You can return anything within 30 days of the day it was delivered [1].";

test("an author takes some of the proposed tests, runs them, and is told what asking costs", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(240_000);
  await using fake = await startFakeOpenAI({ otherwise: () => ({ mode: "text", text: answer }) });
  await using server = await startServer({
    env: { XIN_MODEL_ALLOW: new URL(fake.url).host, XIN_REPLY_PACE_MS: "5" },
  });
  const storageState = await memberSession(server, {
    email: "you@example.com",
    workspace: "tarnmoor",
  });
  const context = await browser.newContext({
    baseURL: server.url,
    storageState,
    viewport: { width: 1280, height: 800 },
  });
  watch(context);
  const page = await context.newPage();
  await openHydrated(page, "/policies");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  const editor = await policyPage(page);
  const address = new URL(page.url()).pathname;
  const opener = page.getByRole("button", { name: "Tests from conversations" });
  const dialog = page.getByRole("dialog", { name: "Tests from conversations" });
  const proposed = dialog.getByRole("list", { name: "Proposed tests" }).getByRole("listitem");
  const newest = page
    .getByRole("complementary", { name: "Versions" })
    .getByRole("listitem")
    .first();
  let lines: readonly string[] = [];

  await test.step("what is proposed says what is asked, what must hold, and why", async () => {
    await opener.click();
    await expect(proposed.nth(2)).toBeVisible();
    await expect(proposed.first()).toContainText(/it answers|it drafts|hands over|自动回答/);
    await expect(proposed.first().getByRole("link", { name: "Conversation" })).toBeVisible();
    await expect(dialog.getByRole("link", { name: "Conversation" }).first()).toHaveAttribute(
      "href",
      /^\/c\//,
    );
    await lookAtWidths(page);
  });

  await test.step("nothing chosen is refused, with what to do about it", async () => {
    await dialog.getByRole("button", { name: "Add to the page" }).click();
    await expect(dialog.getByRole("alert")).toHaveText("Choose at least one test.");
  });

  await test.step("two are taken, and stand in everybody's page; one is left", async () => {
    lines = await Promise.all([0, 1, 2].map((index) => lineOf(proposed.nth(index))));
    for (const index of [0, 1]) await proposed.nth(index).getByRole("checkbox").check();
    await expect(dialog.getByText(/^All \(2 of \d+ chosen\)$/)).toBeVisible();
    await dialog.getByRole("button", { name: "Add to the page" }).click();
    await expect(dialog.getByRole("status")).toContainText("2 tests are on the page");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(opener).toBeFocused();
    for (const line of lines.slice(0, 2)) await expect.poll(editor.text).toContain(line);
    expect(await editor.text()).not.toContain(lines[2]);
  });

  await test.step("what the page asks already is not proposed again", async () => {
    await opener.click();
    await expect(dialog.getByText(/asked by the page already/)).toBeVisible();
    expect(await lineOf(proposed.first())).toBe(lines[2]);
    await page.keyboard.press("Escape");
  });

  await test.step("they run when the version is to be published", async () => {
    await page.getByRole("button", { name: "Save as new version" }).click();
    await newest.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: /^Publish v/ });
    await expect(gate.getByText(/tests? (pass|fail)/).first()).toBeVisible({ timeout: 30_000 });
    for (const line of lines.slice(0, 2)) {
      const run = gate.getByRole("listitem").filter({ hasText: questionIn(line) });
      await expect(run.first()).toBeVisible();
      await expect(run.first()).toHaveClass("is-passed");
    }
    await page.keyboard.press("Escape");
  });

  await test.step("with a model that charges, it says what asking costs before it asks", async () => {
    await addModel(page, fake.url);
    const shop = await context.newPage();
    await shop.goto("/demo");
    const visitor = await openWidget(shop);
    await visitor.say("How many days do I have to return something?");
    await expect(visitor.log).toContainText("30 days");
    await shop.close();
    await openHydrated(page, address);
    await newest.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: /^Publish v/ });
    await expect(gate.getByText(/tests? (pass|fail)/).first()).toBeVisible({ timeout: 30_000 });
    const cost = gate.getByText(
      /^\d+ questions under both versions cost about \$\d+\.\d+, by what past answers took\.$/,
    );
    await expect(cost).toBeVisible();
    const before = fake.requests.length;
    await lookAtWidths(page);
    expect(fake.requests).toHaveLength(before);
    await gate.getByRole("button", { name: "Ask both" }).click();
    await expect.poll(() => fake.requests.length).toBeGreaterThan(before);
    await expect(gate.getByText(/answered otherwise, \d+ with another outcome/)).toBeVisible({
      timeout: 30_000,
    });
    await page.keyboard.press("Escape");
  });
  await context.close();
  // What is refused is a 422, and the browser tells.
  expect(complaints.filter((text) => !text.includes("status of 422"))).toEqual([]);
  complaints.length = 0;
});

test("where nobody has written yet, it says why there is nothing to propose", async ({
  browser,
  watch,
}) => {
  await using server = await startServer();
  const page = await emptyWorkspace(server, browser);
  watch(page.context());
  await openHydrated(page, "/policies");
  await page.getByRole("link", { name: "First" }).click();
  await policyPage(page);
  const opener = page.getByRole("button", { name: "Tests from conversations" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Tests from conversations" });
  await expect(dialog.getByRole("status")).toHaveText("There are no conversations yet.");
  await lookAtWidths(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(opener).toBeFocused();
  await page.context().close();
});

/** The line a proposal would put into the page, without its bullet. */
const lineOf = async (item: Locator): Promise<string> =>
  (await item.locator("label").textContent())?.trim() ?? "";

const questionIn = (line: string): string => /["“「](.+?)["”」]/.exec(line)?.[1] ?? line;

/** Sets up a model with a list price, ahead of the built-in one. */
const addModel = async (page: Page, url: string): Promise<void> => {
  await openHydrated(page, "/settings/models");
  await page.getByRole("button", { name: "Add a model" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name, for people and policies").fill("fast");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByLabel("Model, as the provider writes it").fill("gpt-4.1-mini");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator(".model").first()).toContainText("$0.40 in, $1.60 out");
};

/** A workspace with a policy and nothing else, open for its owner. */
const emptyWorkspace = async (server: RunningServer, browser: Browser): Promise<Page> => {
  const db = await openRunningDatabase(server.dataDir);
  try {
    const { system, members } = await prepareTenant(db, "empty");
    const deps = { db, log: pino({ level: "silent" }), bus: openSilentBus() };
    const text = "---\nmode: draft\n---\n# First\n\n## Guidance\n\nBe kind.\n";
    await createPolicy(deps, system, { name: "First", text });
    const context = await browser.newContext({
      baseURL: server.url,
      extraHTTPHeaders: { cookie: members.owner.cookie },
    });
    return await context.newPage();
  } finally {
    await db.close();
  }
};
