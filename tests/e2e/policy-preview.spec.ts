import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/*
 * The preview beside a policy: the real widget, answered under the page as it stands in the editor. Nothing
 * of it may be saved or reach the inbox.
 */

const question = "How heavy is the Skerry 2 when packed?";

test("the widget answers under the page as it is typed, and nothing of it is kept", async ({
  browser,
  watch,
}) => {
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
  const storageState = await memberSession(server, owner);
  const context = await browser.newContext({ baseURL: server.url, storageState });
  watch(context);
  const page = await context.newPage();
  await openHydrated(page, "/policies");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  const editor = await policyPage(page);
  const before = await editor.text();
  await page.getByRole("button", { name: "Preview" }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  const widget = preview.getByRole("dialog");
  const ask = async (words: string) => {
    const field = widget.getByRole("textbox");
    await field.fill(words);
    await field.press("Enter");
  };

  await test.step("it answers as the page says", async () => {
    await ask(question);
    await expect(widget).toContainText("1.94 kg");
    await expect(preview.getByText("Would be sent")).toBeVisible();
  });

  await test.step("and says why", async () => {
    await preview.getByRole("button", { name: "Why", exact: true }).click();
    await expect(preview.getByRole("region", { name: "Why Xin did this" })).toContainText(
      "Skerry 2",
    );
    await preview.getByRole("button", { name: "Back to the conversation" }).click();
    await expect(preview.getByText("Would be sent")).toBeVisible();
  });

  await test.step("an unsaved change counts at once", async () => {
    await editor.fill(before.replace(/^mode: auto$/m, "mode: draft"));
    await ask(question);
    await expect(preview.getByText("Would be a draft for the team")).toBeVisible();
    await expect(widget.getByText("1.94 kg")).toHaveCount(1);
  });

  await test.step("a page with a problem says so, and the question can be asked again", async () => {
    await editor.fill(before.replace(/^mode: auto$/m, "mode: sometimes"));
    await ask(question);
    await expect(preview.getByRole("alert")).toContainText("The page has 1 problem.");
    await editor.fill(before);
    await ask(question);
    await expect(widget.getByText("1.94 kg")).toHaveCount(2);
    await expect(preview.getByRole("alert")).toHaveCount(0);
  });

  await test.step("in Chinese, from the beginning", async () => {
    await preview.getByRole("button", { name: "中文" }).click();
    await expect(widget.getByText("1.94 kg")).toHaveCount(0);
    await ask("我要找人工客服");
    await expect(preview.getByText("Would go to a person")).toBeVisible();
  });

  await test.step("the widget's own button closes it and gives the focus back", async () => {
    await widget.getByRole("button", { name: /关闭|Close/ }).click();
    await expect(preview).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Preview" })).toBeFocused();
  });

  await test.step("nobody in the inbox has heard of it", async () => {
    await editor.fill(before);
    await openHydrated(page, "/");
    await expect(page.getByRole("link", { name: question })).toHaveCount(0);
    await expect(page.getByText(question)).toHaveCount(0);
  });
  await context.close();
});
