import { AxeBuilder } from "@axe-core/playwright";
import { openAuthors, selectWords, threadCard } from "../support/open-authors.ts";
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
  const { owner, maya, priya } = await openAuthors(server, { browser, watch });
  const all = [owner, maya, priya];
  await maya.editor.field.press("ControlOrMeta+Home");
  await maya.editor.field.press("ControlOrMeta+End");
  await maya.page.keyboard.insertText("\n\n## Together\n\nAnswer within a day.\n");
  for (const { editor } of all) await expect.poll(editor.text).toContain("Answer within a day.");

  await test.step("a comment stands beside its words, on every screen", async () => {
    await selectWords(maya.page, "Answer within a day.");
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
    const card = threadCard(owner.talk, "soon enough");
    await card.getByRole("textbox", { name: "Answer" }).fill("Let us say four hours.");
    await card.getByRole("button", { name: "Answer", exact: true }).click();
    await expect(maya.talk).toContainText("Let us say four hours.");
  });

  await test.step("what is suggested stays out of the page until somebody accepts it", async () => {
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    await selectWords(priya.page, "a day");
    await priya.page.keyboard.type("four hours");
    // Others go on writing meanwhile.
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.insertText("Be kind.");
    await expect(priya.page.locator(".cm-line", { hasText: "Be kind." })).toBeVisible();
    await expect(priya.page.locator(".page-cut.is-own")).toHaveText("a day");
    expect(await owner.editor.text()).toContain("within a day");
    // What is not sent outlives the tab.
    await priya.page.reload();
    priya.editor = await policyPage(priya.page);
    await expect(priya.page.getByRole("button", { name: "Send 1 suggestion" })).toBeVisible();
    await priya.editor.field.press("ControlOrMeta+End");
    await expect(priya.page.locator(".page-cut.is-own")).toHaveText("a day");
    expect(await owner.editor.text()).toContain("within a day");
    await priya.page.getByRole("button", { name: "Send 1 suggestion" }).click();
    await expect(priya.page.getByRole("button", { name: "Nothing to send yet" })).toBeVisible();
    for (const { page, talk } of all) {
      await expect(threadCard(talk, "a day four hours")).toContainText("Suggested by Priya");
      await expect(page.locator("ins.page-put", { hasText: "four hours" })).toBeVisible();
    }
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    await threadCard(owner.talk, "Suggested by Priya")
      .getByRole("button", { name: "Accept" })
      .click();
    for (const { editor, page } of all) {
      await expect.poll(editor.text).toContain("Answer within four hours.\nBe kind.");
      await expect(page.locator("ins.page-put", { hasText: "four hours" })).toHaveCount(0);
    }
  });

  await test.step("a comment is resolved, and everything decided can be looked at and opened again", async () => {
    await threadCard(maya.talk, "soon enough").getByRole("button", { name: "Resolve" }).click();
    await expect(owner.page.locator(".page-comment.is-open")).toHaveCount(0);
    // One was there before.
    await owner.talk.getByRole("button", { name: "3 decided" }).click();
    await expect(threadCard(owner.talk, "soon enough")).toContainText("Resolved by Maya");
    const accepted = threadCard(owner.talk, "Accepted by");
    await accepted.getByRole("button", { name: "Open again" }).click();
    for (const { editor } of all) await expect.poll(editor.text).toContain("within a day.");
    await threadCard(maya.talk, "a day four hours").getByRole("button", { name: "Reject" }).click();
    await expect(threadCard(owner.talk, "a day four hours")).toContainText("Rejected by Maya");
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
