import { AxeBuilder } from "@axe-core/playwright";
import { embeddingPage, visitorOn } from "../support/visitor.ts";
import { startHostPage } from "../support/host-page.ts";
import { expect, test } from "../support/page.ts";

test("a visitor's conversation is still there after the page is loaded again", async ({ page }) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.say("How long are tent poles covered?");
  await expect(visitor.log.getByText("How long are tent poles covered?")).toBeVisible();
  await expect(visitor.log.getByText(/^(Sent|Delivered|Seen)$/).first()).toBeVisible();

  await page.reload();
  await visitor.open();
  await expect(visitor.log.getByText("How long are tent poles covered?")).toHaveCount(1);
});

test("the AI answers from the shop's articles, and a source opens the passage it quotes", async ({
  page,
}) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.say("How long are tent poles covered by the warranty?");
  await expect(visitor.log.getByText(/five years/).first()).toBeVisible({ timeout: 20_000 });
  await expect(visitor.log.getByText(/AI assistant/).first()).toBeVisible();

  const source = visitor.log.getByRole("list", { name: "Sources" }).getByRole("button").first();
  await source.click();
  const passage = visitor.dialog.getByRole("region", { name: /^Source 1/ });
  await expect(passage.getByText(/poles/i).first()).toBeVisible();
  await expect(visitor.dialog.getByRole("button", { name: "Talk to a person" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(passage).toBeHidden();
  await expect(source).toBeFocused();

  const why = visitor.log.getByRole("button", { name: "Why this answer?" }).first();
  await why.click();
  const receipt = visitor.dialog.getByRole("region", { name: "Why this answer?" });
  await expect(
    receipt.getByText(/An AI assistant wrote this on .* No person read it/),
  ).toBeVisible();
  const drawnFrom = receipt.getByRole("listitem").first();
  await expect(drawnFrom.getByText(/as it stood on/)).toBeVisible();
  await drawnFrom.getByText("Show the passage").click();
  await expect(drawnFrom.getByText(/five years/)).toBeVisible();
  await expect(receipt.getByText("Each sentence was compared with these passages")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(why).toBeFocused();

  await why.click();
  await receipt.getByRole("button", { name: "Talk to a person" }).click();
  await expect(receipt).toBeHidden();
  await expect(visitor.log.getByText("A person will answer here")).toBeVisible();
});

test("a person can be asked for at any time", async ({ page }) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.dialog.getByRole("button", { name: "Talk to a person" }).click();
  await expect(
    visitor.dialog.getByRole("button", { name: "A person was asked for" }),
  ).toBeVisible();
  await expect(visitor.log.getByText("A person will answer here")).toBeVisible();
});

test("what is written offline goes out once, from the next page", async ({
  page,
  context,
  complaints,
}) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.say("Before the tunnel");
  await expect(visitor.log.getByText(/^(Sent|Delivered|Seen)$/).first()).toBeVisible();

  await context.setOffline(true);
  await visitor.say("In the tunnel");
  await visitor.say("Still in the tunnel");
  await expect(visitor.log.getByText("Waits for connection")).toBeVisible({ timeout: 40_000 });
  await expect(visitor.dialog.getByText("2 messages wait and go out by themselves.")).toBeVisible();
  await page.close();
  await context.setOffline(false);

  const next = await context.newPage();
  await next.goto("/demo?lang=en");
  const later = visitorOn(next);
  await later.open();
  for (const text of ["Before the tunnel", "In the tunnel", "Still in the tunnel"]) {
    await expect(later.log.getByText(text, { exact: true })).toHaveCount(1);
  }
  await expect(later.dialog.getByText(/wait and go out/)).toHaveCount(0);
  await expect(later.log.getByText("Waits for connection")).toHaveCount(0);
  const own = complaints.filter((text) => !/WebSocket|ERR_INTERNET_DISCONNECTED/.test(text));
  expect(own).toEqual([]);
  complaints.length = 0;
});

test("two tabs of one visitor show one conversation", async ({ context }) => {
  const pages = await Promise.all([context.newPage(), context.newPage()]);
  const [first, second] = pages.map(visitorOn);
  if (first === undefined || second === undefined) throw new Error("Two pages were opened.");
  for (const [index, page] of pages.entries()) {
    await page.goto("/demo?lang=en");
    await (index === 0 ? first : second).open();
  }
  await first.say("From the first tab");
  await expect(second.log.getByText("From the first tab")).toHaveCount(1);
  await second.say("From the second tab");
  await expect(first.log.getByText("From the second tab")).toHaveCount(1);
});

test("an answer that came while the panel was closed is counted on the launcher", async ({
  page,
}) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.say("Do you repair tents for free?");
  await expect(visitor.log.getByText(/^(Sent|Delivered|Seen)$/).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(visitor.dialog).toBeHidden();
  await expect(visitor.launcher).toHaveAccessibleName(/^Open chat, \d unread$/, {
    timeout: 20_000,
  });

  await visitor.launcher.click();
  await expect(visitor.launcher).toHaveAccessibleName("Close chat");
  await page.keyboard.press("Escape");
  await expect(visitor.launcher).toHaveAccessibleName("Open chat");
});

test("markup in a message stays text, and only web addresses become links", async ({ page }) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  const text = "<img src=x onerror=alert(1)> javascript:alert(1) https://tarnmoor.example/a?b=1.";
  await visitor.say(text);
  await expect(visitor.log.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  const links = visitor.log.locator(".me a");
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute("href", "https://tarnmoor.example/a?b=1");
  await expect(links).toHaveAttribute("rel", "noopener noreferrer");
  await expect(visitor.log.locator("img")).toHaveCount(0);
});

test("a blank message is not sent, and one that is too long says so", async ({ page }) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.say(" \n ");
  await visitor.input.fill("x".repeat(16_001));
  await expect(visitor.dialog.getByRole("alert")).toContainText("16,001");
  await visitor.input.press("Enter");
  await expect(visitor.log.locator(".msg")).toHaveCount(0);
});

test("a page can open the chat with a question, before the widget has loaded", async ({
  page,
  baseURL,
}) => {
  const stub =
    "<script>window.xin=window.xin||function(){(xin.q=xin.q||[]).push(arguments)};xin('write','Is it waterproof?')</script>";
  await using shop = await startHostPage(embeddingPage(baseURL, { head: stub }));
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await expect(visitor.input).toHaveValue("Is it waterproof?");
  await page.evaluate("xin('close')");
  await expect(visitor.dialog).toBeHidden();
  await page.evaluate("xin('ask', 'How heavy is it?')");
  await expect(visitor.log.getByText("How heavy is it?")).toBeVisible();
  await page.evaluate("xin('forget')");
  await visitor.open();
  await expect(visitor.log.getByText("How heavy is it?")).toHaveCount(0);
});

test("Ask Xin about Xin: a suggested question opens the chat and is asked", async ({ page }) => {
  await page.goto("/ask?lang=en");
  const question = "How do I install and start Xin?";
  await page.getByRole("button", { name: question }).click();
  const visitor = visitorOn(page);
  await expect(visitor.log.getByText(question)).toBeVisible();
  await expect(visitor.log.getByText(/npm ci/).first()).toBeVisible({ timeout: 20_000 });
});
