import type { Locator, Page } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { cuttableLine } from "../support/cuttable-line.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/* Three authors talk about the page of a policy: they comment on its words, suggest others, and decide. */

test("authors comment on words of a page, suggest others, and one of them decides", async ({
  browser,
  watch,
}) => {
  test.slow();
  await using server = await startServer();
  const open = async (email: string) => {
    const storageState = await memberSession(server, { email, workspace: "tarnmoor" });
    const context = await browser.newContext({ baseURL: server.url, storageState });
    watch(context);
    const page = await context.newPage();
    const line = await cuttableLine(page);
    await openHydrated(page, "/policies");
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    const talk = page.getByRole("region", { name: "Comments and suggestions" });
    return { context, page, line, talk, editor: await policyPage(page) };
  };
  const owner = await open("you@example.com");
  const maya = await open("maya@example.com");
  const priya = await open("priya@example.com");
  const all = [owner, maya, priya];
  await maya.editor.field.press("ControlOrMeta+Home");
  await maya.editor.field.press("ControlOrMeta+End");
  await maya.page.keyboard.insertText("\n\n## Together\n\nAnswer within a day.\n");
  for (const { editor } of all) await expect.poll(editor.text).toContain("Answer within a day.");

  await test.step("a comment stands beside its words, on every screen", async () => {
    await select(maya.page, "Answer within a day.");
    await maya.page.keyboard.press("ControlOrMeta+Alt+m");
    await expect(maya.talk.getByRole("textbox", { name: "Comment" })).toBeFocused();
    await maya.page.keyboard.type("Is a day soon enough?");
    await maya.page.keyboard.press("ControlOrMeta+Enter");
    for (const { talk, page } of all) {
      await expect(talk).toContainText("Is a day soon enough?");
      // The editor draws only the lines near what is seen.
      await talk.getByRole("button", { name: "Answer within a day." }).click();
      await expect(page.locator(".page-comment.is-open")).toHaveText("Answer within a day.");
    }
    const card = cardOf(owner.talk, "soon enough");
    await card.getByRole("textbox", { name: "Answer" }).fill("Let us say four hours.");
    await card.getByRole("button", { name: "Answer", exact: true }).click();
    await expect(maya.talk).toContainText("Let us say four hours.");
  });

  await test.step("what is suggested stays out of the page until somebody accepts it", async () => {
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    await select(priya.page, "a day");
    await priya.page.keyboard.type("four hours");
    // Others go on writing meanwhile.
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.insertText("Be kind.");
    await expect(priya.page.locator(".cm-line", { hasText: "Be kind." })).toBeVisible();
    await expect(priya.page.locator(".page-cut.is-own")).toHaveText("a day");
    expect(await owner.editor.text()).toContain("within a day");
    await priya.page.getByRole("button", { name: "Send 1 suggestion" }).click();
    await expect(priya.page.getByRole("button", { name: "Nothing to send yet" })).toBeVisible();
    for (const { page, talk } of all) {
      await expect(cardOf(talk, "a day four hours")).toContainText("Suggested by Priya");
      await expect(page.locator("ins.page-put", { hasText: "four hours" })).toBeVisible();
    }
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    await cardOf(owner.talk, "Suggested by Priya").getByRole("button", { name: "Accept" }).click();
    for (const { editor, page } of all) {
      await expect.poll(editor.text).toContain("Answer within four hours.\nBe kind.");
      await expect(page.locator("ins.page-put", { hasText: "four hours" })).toHaveCount(0);
    }
  });

  await test.step("a comment is resolved, and everything decided can be looked at and opened again", async () => {
    await cardOf(maya.talk, "soon enough").getByRole("button", { name: "Resolve" }).click();
    await expect(owner.page.locator(".page-comment.is-open")).toHaveCount(0);
    // One was there before.
    await owner.talk.getByRole("button", { name: "3 decided" }).click();
    await expect(cardOf(owner.talk, "soon enough")).toContainText("Resolved by Maya");
    const accepted = cardOf(owner.talk, "Accepted by");
    await accepted.getByRole("button", { name: "Open again" }).click();
    for (const { editor } of all) await expect.poll(editor.text).toContain("within a day.");
    await cardOf(maya.talk, "a day four hours").getByRole("button", { name: "Reject" }).click();
    await expect(cardOf(owner.talk, "a day four hours")).toContainText("Rejected by Maya");
    expect(await owner.editor.text()).toContain("within a day.");
  });

  await test.step("words to a comment wait for the connection and are not lost", async () => {
    await priya.page.getByRole("button", { name: "Comment", exact: true }).click();
    const field = priya.talk.getByRole("textbox", { name: "Comment" });
    await field.fill("From the train.");
    await priya.line.cut();
    await field.press("ControlOrMeta+Enter");
    await expect(priya.talk.getByRole("alert")).toContainText("There is no connection.", {
      timeout: 30_000,
    });
    await expect(field).toHaveValue("From the train.");
    priya.line.mend();
    // As a browser that has its network back: the link does not wait out its pause.
    await priya.page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(async () => {
      await field.press("ControlOrMeta+Enter");
      await expect(maya.talk).toContainText("From the train.", { timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
  });
  const { violations } = await new AxeBuilder({ page: priya.page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  for (const { context } of all) await context.close();
});

/** The card of the thread that says something. */
const cardOf = (talk: Locator, words: string) =>
  talk.locator("[data-thread-card]").filter({ hasText: words });

/** Selects words of one line in the editor. */
const select = (page: Page, words: string) =>
  page.locator(".cm-line", { hasText: words }).evaluate((line, wanted) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at === -1) continue;
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
    throw new Error(`The line does not say ${wanted} in one piece`);
  }, words);
