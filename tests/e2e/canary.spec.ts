import { decideInCanary } from "../support/decide-in-canary.ts";
import { openHydrated } from "../support/hydrated.ts";
import { lookAt } from "../support/look-at.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/*
 * A version that is tried on a share and stops by itself, and one that decides in the shadow, as two authors see it:
 * one at a desk, one on a telephone.
 */

test("a canary that is clearly worse stops before everybody's eyes, and a shadow is read beside what was sent", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const open = async (email: string, viewport: { width: number; height: number }) => {
    const storageState = await memberSession(server, { email, workspace: "tarnmoor" });
    const context = await browser.newContext({ baseURL: server.url, storageState, viewport });
    watch(context);
    context.setDefaultTimeout(30_000);
    return { context, page: await context.newPage() };
  };
  const desk = await open("you@example.com", { width: 1280, height: 900 });
  const phone = await open("maya@example.com", { width: 390, height: 844 });
  const { page } = desk;
  const versions = page.getByRole("complementary", { name: "Versions" });
  const newest = versions.getByRole("listitem").first();
  await openHydrated(page, "/policies");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  await expect(versions).toBeVisible();
  const address = new URL(page.url()).pathname;

  await test.step("it is set with what may stop it", async () => {
    const editor = await policyPage(page);
    const text = await editor.text();
    await editor.fill(text.replace("Short sentences.", "Short sentences, one thought each."));
    await page.getByRole("button", { name: "Save as new version" }).click();
    await expect(newest).toContainText("v8");
    await newest.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: /^Publish v/ });
    await gate.getByRole("radio", { name: /canary/ }).check();
    await gate.getByRole("spinbutton", { name: "Share in percent" }).fill("50");
    await expect(gate.getByRole("checkbox", { name: "Handed over" })).toBeChecked();
    await gate.getByRole("checkbox", { name: "Rating by visitors" }).uncheck();
    await gate.getByRole("checkbox", { name: "Cost of a conversation" }).check();
    await expect(gate.getByRole("spinbutton", { name: "US dollars at most" })).toHaveValue("1");
    await gate.getByRole("checkbox", { name: "Cost of a conversation" }).uncheck();
    await lookAt(page);
    const reason = gate.getByRole("textbox", { name: "Why publish in spite of that?" });
    const publish = gate.getByRole("button", { name: /^Publish/ });
    await expect(publish).toBeEnabled({ timeout: 30_000 });
    if (await reason.isVisible()) await reason.fill("What fails is known and harmless.");
    await publish.click();
    await expect(newest.getByText("Canary, 50%")).toBeVisible();
    await expect(newest.getByText("It stops by itself when it is clearly worse:")).toBeVisible();
  });

  await test.step("figures come while it runs, and it is stopped, on every page at once", async () => {
    await openHydrated(phone.page, address);
    await expect(phone.page.getByText("Canary, 50%")).toBeVisible();
    await decideInCanary(server.dataDir, 3);
    const panel = newest.getByRole("region", { name: "Canary beside production" });
    await expect(panel).toContainText("3 conversations under the canary", { timeout: 15_000 });
    await lookAt(page);
    await lookAt(phone.page);
    await decideInCanary(server.dataDir, 12);
    for (const { page: one } of [desk, phone]) {
      const stopped = one.getByRole("region", { name: "The canary stopped by itself" });
      await expect(stopped).toContainText("first drafts as they were", { timeout: 30_000 });
      await expect(stopped).toContainText("Its conversations go on under what answers everybody.");
      await expect(one.getByText("Canary, 50%")).toHaveCount(0);
      await lookAt(one);
    }
  });

  await test.step("its decision is read, and it starts again", async () => {
    const stopped = page.getByRole("region", { name: "The canary stopped by itself" });
    await stopped.getByRole("link", { name: "Decision" }).click();
    await expect(
      page.getByText("The canary was clearly worse and is stopped").first(),
    ).toBeVisible();
    await expect(page.getByText(/was clearly worse and stopped by itself/)).toBeVisible();
    await page.goBack();
    await stopped.getByRole("button", { name: "Start again" }).focus();
    await page.keyboard.press("Enter");
    await expect(newest.getByText("Canary, 50%")).toBeVisible();
    await expect(phone.page.getByText("Canary, 50%")).toBeVisible();
    await expect(phone.page.getByText(/stopped by itself/)).toHaveCount(0);
    await newest.getByRole("button", { name: "End the canary" }).click();
    await expect(newest.getByText("Canary, 50%")).toHaveCount(0);
  });

  await test.step("a version decides in the shadow, beside what was sent", async () => {
    const editor = await policyPage(page);
    const rule = '- When someone asks about "zebra stripes", then answer: In moss green only.';
    await editor.fill((await editor.text()).replace("## Rules\n", `## Rules\n\n${rule}`));
    await page.getByRole("button", { name: "Save as new version" }).click();
    await newest.getByRole("button", { name: "Shadow v9" }).click();
    const dialog = page.getByRole("dialog", { name: /decide in the shadow$/ });
    await lookAt(page);
    await dialog.getByRole("spinbutton", { name: "Percent of the conversations" }).fill("100");
    await page.keyboard.press("Enter");
    await newest.getByRole("link", { name: "Shadow, 100%" }).click();
    await expect(page.getByText("Nothing decided yet.")).toBeVisible();
    await openHydrated(phone.page, `${address}/shadow`);
    const shop = await browser.newContext({ baseURL: server.url });
    watch(shop);
    const visit = await shop.newPage();
    await visit.goto("/demo");
    const visitor = await openWidget(visit);
    await visitor.say("How heavy is the Skerry 2 when packed?");
    await expect(visitor.log).toContainText("1.94 kg");
    await visitor.say("Do you have a tent with zebra stripes?");
    for (const { page: one } of [desk, phone]) {
      const questions = one.getByRole("list", { name: "Questions" }).getByRole("listitem");
      await expect(questions).toHaveCount(2, { timeout: 30_000 });
      // What changed comes first.
      await expect(questions.first()).toContainText("zebra stripes");
      await expect(questions.first().locator("ins").filter({ hasText: "moss" })).toBeVisible();
      await questions.first().getByText("Why", { exact: true }).click();
      await expect(questions.first()).toContainText("A rule of the policy says what to do here.");
      await lookAt(one);
    }
    await page.getByRole("button", { name: "End the shadow" }).click();
    await expect(page.getByText("Nothing decides in the shadow.")).toBeVisible();
    await shop.close();
  });
  for (const { context } of [desk, phone]) await context.close();
});
