import type { BrowserContext, Page } from "@playwright/test";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/*
 * Tuning as an author does it, on a server of its own: what is published here would change the answers
 * that other tests wait for.
 */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
const question = "How heavy is the Skerry 2 when packed?";
const handedOver = "I am passing this to a colleague in the workshop";

test("a changed tuning is compared, saved, felt by visitors, and rolled back; a gap becomes an article", async ({
  browser,
  watch,
}) => {
  test.setTimeout(300_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const contexts: BrowserContext[] = [];
  const open = async (storageState: Awaited<ReturnType<typeof memberSession>>) => {
    const context = await browser.newContext({ baseURL: server.url, storageState });
    watch(context);
    contexts.push(context);
    return context.newPage();
  };
  const visit = async () => {
    const page = await open({ cookies: [], origins: [] });
    await page.goto("/demo?lang=en");
    return openWidget(page);
  };
  const page = await open(await memberSession(server, owner));
  await openHydrated(page, "/knowledge/retrieval");
  const [before, after] = [region(page, "Before"), region(page, "After")];

  await test.step("ask, and see both sides", async () => {
    await page.getByRole("textbox", { name: "Question" }).fill(question);
    await expect(before.getByText("Would answer")).toBeVisible();
    await expect(after.getByText("Would answer")).toBeVisible();
    await expect(after.getByRole("listitem").first()).toContainText("Skerry 2");
    await expect(after).toContainText("1.94 kg");
    await expect(page.getByRole("button", { name: /^Save as r2/ })).toBeDisabled();
  });

  await test.step("mark what should come first", async () => {
    const own = "Is the Skerry 2 a heavy tent?";
    await page.getByRole("textbox", { name: "Question" }).fill(own);
    await after.getByRole("button", { name: /^Should come first: .* at place 1$/ }).click();
    await expect(page.getByRole("button", { name: `${own} Place` })).toBeVisible();
    await expect(after.getByText("expected", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: `Delete the saved question ${own}` }).click();
    await expect(page.getByRole("button", { name: `${own} Place` })).toHaveCount(0);
  });

  await test.step("change weights; they outlive a reload and are measured on the saved set", async () => {
    await page.getByRole("button", { name: `${question} Place` }).click();
    await page.getByRole("slider", { name: "Meaning" }).fill("0.9");
    await page.getByRole("slider", { name: "Send line" }).fill("1");
    await expect(after.getByText("Would hand over")).toBeVisible();
    await expect(before.getByText("Would answer")).toBeVisible();
    const saved = page.getByRole("region", { name: "Saved questions" });
    await expect(saved.getByRole("img", { name: /^Place \d/ }).first()).toBeVisible();
    await expect(page.getByText("First is right")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("slider", { name: "Meaning" })).toHaveValue("0.9");
    await expect(page.getByRole("textbox", { name: "Question" })).toHaveValue(question);
    await page.getByRole("slider", { name: "Meaning" }).fill("0.5");
  });

  await test.step("save it with a note, and let it answer", async () => {
    await page.getByRole("button", { name: /^Save as r2/ }).click();
    const dialog = page.getByRole("dialog", { name: "Save as r2" });
    await expect(dialog.getByRole("listitem")).toHaveText(/Send line.*0\.60.*1\.00/);
    await dialog.getByRole("textbox", { name: "What changed" }).fill("Ask people for everything");
    await dialog.getByRole("button", { name: "Save and use it" }).click();
    await expect(page.getByRole("button", { name: "Config r2 in production" })).toBeVisible();
  });

  await test.step("let the line learn, see what it has to go by, and think better of it", async () => {
    const evidence = page.getByRole("region", { name: "Send line, learnt from your team" });
    await expect(evidence).toContainText("The line is set by hand to 1.00");
    await expect(evidence.getByRole("row")).toHaveCount(7);
    await page.getByRole("button", { name: "Only proven" }).click();
    await expect(page.getByRole("slider", { name: "Send line" })).toHaveCount(0);
    await expect(after.getByText("answers nothing, no line is proven")).toBeVisible();
    await page.getByRole("button", { name: "Learn", exact: true }).click();
    await expect(after.getByText(/^answers, |under 0\.70$/)).toBeVisible();
    await page.getByRole("button", { name: /^Save as r3/ }).click();
    const dialog = page.getByRole("dialog", { name: "Save as r3" });
    await expect(dialog.getByRole("listitem")).toHaveText(/Send line.*1\.00.*learnt/);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Back to r2" }).click();
    await expect(page.getByRole("slider", { name: "Send line" })).toHaveValue("1");
  });

  await test.step("visitors are handed over now", async () => {
    const anna = await visit();
    await anna.say(question);
    await expect(anna.log).toContainText(handedOver, { timeout: 30_000 });
    await expect(anna.log.getByRole("list", { name: "Sources" })).toHaveCount(0);
  });

  await test.step("roll back, and visitors are answered again", async () => {
    await page.getByRole("button", { name: "Config r2 in production" }).click();
    const versions = page.getByRole("dialog", { name: "Versions" });
    await expect(versions).toContainText("Ask people for everything");
    await versions.getByRole("button", { name: "Roll back to r1" }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Config r1 in production" })).toBeVisible();
    const bo = await visit();
    await bo.say(question);
    await expect(bo.log.getByRole("list", { name: "Sources" })).toBeVisible({ timeout: 30_000 });
    await expect(bo.log).toContainText("1.94 kg");
  });

  await test.step("the question that was not answered becomes an article", async () => {
    await page.getByRole("link", { name: /^Unanswered/ }).click();
    await page.getByRole("button", { name: `Draft ${question}` }).click();
    await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue(question);
    const body = page.getByRole("textbox", { name: "Text, in Markdown" });
    await expect(body).toHaveValue(new RegExp(`- ${question.replace("?", "\\?")}`));
    await page.getByRole("button", { name: "Add to knowledge" }).click();
    await expect(page.getByRole("alert")).toContainText("Write the answer first");
    await body.fill("The Skerry 2 weighs 1.94 kg packed, with poles, pegs and both bags.");
    await page.getByRole("button", { name: "Add to knowledge" }).click();
    await expect(page).toHaveURL(/\/knowledge$/);
    await page.getByRole("link", { name: /^Unanswered/ }).click();
    await expect(page.getByRole("heading", { name: question })).toHaveCount(0);
  });

  // Before the server goes: pages would complain of it.
  for (const context of contexts) await context.close();
});

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
