import { byKeyboard } from "../support/by-keyboard.ts";
import { lookAtWidths } from "../support/look-at.ts";
import { openAuthors } from "../support/open-authors.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* Who wrote which line, beside the text that several people write. */

test("an author sees whose each line is, in place, by hand and by key", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const { owner, maya, priya } = await openAuthors(server, { browser, watch });
  const { page, editor } = owner;
  const keys = byKeyboard(page);
  const toggle = page.getByRole("button", { name: "Authors" });
  const gutter = page.locator(".author-gutter");
  const said = page.locator(".page-tools").getByRole("status");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/authors")) asked.push(request.url());
  });

  await test.step("nothing is asked or shown before somebody wants to know", async () => {
    await expect(gutter).toHaveCount(0);
    expect(asked).toEqual([]);
  });

  await test.step("each line tells whose it is, and the line of the caret tells all", async () => {
    await keys.goTo(toggle);
    await keys.press("Enter");
    await expect(gutter.locator(".author-mark").first()).toBeVisible();
    await expect(gutter.getByText(/^[A-Z]{2}(\+\d)?$/).first()).toBeVisible();
    await keys.goTo(editor.field);
    await keys.press("ControlOrMeta+Home");
    await expect(said).toContainText(/^Line 1\D/);
    await keys.press("ArrowDown");
    await expect(said).toContainText(/^Line 2\D/);
    await expect(said.getByRole("link", { name: /^v\d+$/ })).toBeVisible();
    const link = said.getByRole("link");
    await keys.goBackTo(link);
    await expect(said).toContainText(/^Line 2\D/);
    expect(asked).toHaveLength(1);
    await lookAtWidths(page);
  });

  await test.step("a line that is pointed at tells the same", async () => {
    await gutter.locator(".author-mark:not(.is-unsaved)").nth(6).hover();
    await expect(said).not.toContainText(/^Line 2\D/);
    await page.mouse.move(0, 0);
    await expect(said).toContainText(/^Line 2\D/);
  });

  await test.step("what is typed is nobody's until it is saved, and then its writer's", async () => {
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.type("\n\n## Days\n\nOnly weekdays.");
    await expect.poll(editor.text).toContain("Only weekdays.");
    await editor.field.press("ControlOrMeta+End");
    await expect(said).toContainText("not saved as a version yet");
    await expect(gutter.locator(".is-unsaved").last()).toBeVisible();
    await page.getByRole("textbox", { name: "What changed" }).fill("Weekdays.");
    await page.getByRole("button", { name: "Save as new version" }).click();
    await editor.field.press("ControlOrMeta+End");
    await expect(said).toContainText("Maya Lindqvist");
    await expect(said).toContainText("Weekdays.");
    await expect(said.locator("b")).toHaveClass(/^peer-\d$/);
  });

  await test.step("a line above moves them along, and only what changed is nobody's", async () => {
    await priya.editor.field.press("ControlOrMeta+End");
    await priya.page.keyboard.press("Home");
    await priya.page.keyboard.type("Not on Sundays.\n");
    await expect.poll(editor.text).toContain("Not on Sundays.\nOnly weekdays.");
    await editor.field.press("ControlOrMeta+End");
    await expect(said).toContainText("Maya Lindqvist");
    await page.keyboard.press("ArrowUp");
    await expect(said).toContainText("not saved as a version yet");
    expect(asked).toHaveLength(2);
  });

  await test.step("it goes away again", async () => {
    await toggle.click();
    await expect(gutter).toHaveCount(0);
    await expect(said).toHaveCount(0);
  });
  for (const { context } of [owner, maya, priya]) await context.close();
});
