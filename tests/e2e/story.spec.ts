import type { Browser } from "@playwright/test";
import { operatorState } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { expect, test } from "../support/page.ts";
import { openWidget } from "../support/widget.ts";

/* The whole story, in real browsers: two visitors, the AI, and a person who signed in by the printed link. */

test.use({ storageState: operatorState() });
// Answers are written word by word, and there are five of them.
test.setTimeout(120_000);

test("visitors are answered, a person takes over while the AI writes, and hands back", async ({
  browser,
  page: inbox,
  watch,
}) => {
  const visit = visits(browser, watch);
  await openHydrated(inbox, "/?workspace=tarnmoor");
  await expect(inbox.getByRole("heading", { name: "Inbox" })).toBeVisible();

  // Two visitors ask; the answers come word by word and cite what they rest on.
  const anna = await openWidget(await visit("/demo"));
  const firstQuestion = `How many days do I have to return something?`;
  await anna.say(firstQuestion);
  await expect(anna.panel.getByText("AI assistant").first()).toBeVisible();
  await expect(anna.log.getByRole("list", { name: "Sources" })).toBeVisible({ timeout: 30_000 });
  await expect(anna.log).toContainText("30 days");

  const bo = await openWidget(await visit("/demo?lang=zh"), "zh");
  await bo.say("收到货以后几天内可以退货？");
  await expect(bo.log.getByRole("list", { name: "来源" })).toBeVisible({ timeout: 30_000 });
  await expect(bo.log).toContainText("30 天");

  // Both have appeared in the inbox by themselves.
  await expect(inbox.getByRole("row", { name: "收到货以后几天内可以退货？" })).toBeVisible();
  const row = inbox.getByRole("row", { name: firstQuestion });
  await expect(row).toBeVisible();
  await row.click();
  const thread = inbox.getByRole("main");
  await expect(thread.getByRole("button", { name: /^Source \d/ }).first()).toBeVisible();

  // T takes over while the AI writes: its answer comes too late and goes nowhere.
  await anna.say("And what exactly do I have to do to send it back, and when do I get my money?");
  await expect(thread.getByRole("status").filter({ hasText: "Xin is writing" })).toBeVisible();
  await inbox.keyboard.press("t");
  await expect(thread.getByText("You took over")).toBeVisible();
  await expect(thread.getByText("A late answer from Xin was refused")).toBeVisible();
  await expect(anna.panel.getByText("Demo Owner answers you").first()).toBeVisible();
  await expect(anna.log.getByRole("list", { name: "Sources" })).toHaveCount(1);
  await thread.getByRole("button", { name: "show it" }).click();
  const why = inbox.getByRole("dialog", { name: "Why Xin did this" });
  await expect(why.getByRole("heading", { name: "What it would have said" })).toBeVisible();
  // A sentence of it leads to its passage and to the policy.
  const sentences = why.getByRole("heading", { name: "Sentence by sentence" }).locator("..");
  const sentence = sentences.getByRole("button").first();
  await sentence.press("Enter");
  await expect(sentence).toHaveAttribute("aria-expanded", "true");
  await expect(sentences.getByText(/% of its words stand in the passage/)).toBeVisible();
  await expect(sentences.getByRole("link", { name: /^Help desk v\d+$/ })).toBeVisible();
  await inbox.keyboard.press("Escape");
  await expect(why).toBeHidden();

  // The person answers, the visitor sees it.
  await inbox.keyboard.press("r");
  await inbox.keyboard.type("Hello, this is a person. The label is in your order confirmation.");
  await inbox.keyboard.press("ControlOrMeta+Enter");
  await expect(anna.log).toContainText("Hello, this is a person.");

  // Handed back with the same key, the AI answers again.
  await inbox.keyboard.press("Escape");
  await inbox.keyboard.press("t");
  await expect(thread.getByText("You handed back to the AI")).toBeVisible();
  await anna.say("How heavy is the Skerry 2 when packed?");
  await expect(anna.log.getByRole("list", { name: "Sources" })).toHaveCount(2, { timeout: 30_000 });
  await expect(anna.log).toContainText("1.94 kg");

  // Why: the passages with their scores, and the version of the policy.
  await thread.getByRole("button", { name: "Why", exact: true }).last().click();
  await expect(why.getByRole("heading", { name: "Evidence" })).toBeVisible();
  const passage = why.getByRole("article").first();
  await expect(passage).toContainText("1.94 kg");
  await expect(passage).toContainText(/words\s*[01]\.\d\d/);
  await expect(passage).toContainText(/meaning\s*[01]\.\d\d/);
  await expect(why.getByRole("link", { name: /^Help desk v\d+$/ })).toBeVisible();
});

/** Opens pages of visitors, each with a browser's storage of its own. */
const visits =
  (browser: Browser, watch: (context: Awaited<ReturnType<Browser["newContext"]>>) => void) =>
  async (path: string) => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    watch(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
