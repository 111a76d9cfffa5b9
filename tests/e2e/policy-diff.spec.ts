import { AxeBuilder } from "@axe-core/playwright";
import { openHydrated } from "../support/hydrated.ts";
import { openMember } from "../support/open-member.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/* Versions of a policy beside each other, and a page that is not saved beside the last one that is. */

test("an author sees what a page changes before and after it is saved", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const page = await openMember(server, { browser, watch });
  await openHydrated(page, "/policies");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  const editor = await policyPage(page);
  const compare = page.getByRole("banner").or(page.getByRole("main")).getByText("Compare").first();

  await test.step("what is typed is compared in place, structures first", async () => {
    const text = await editor.text();
    const rule = '- When someone mentions "blue whale", then hand over.';
    await editor.fill(
      text.replace(/^mode: .*$/m, "mode: draft").replace("## Rules\n", `## Rules\n\n${rule}`),
    );
    await compare.click();
    const dialog = page.getByRole("dialog", { name: "This page, not saved yet" });
    await expect(dialog.getByRole("status")).toContainText("1 added");
    await expect(dialog.getByRole("heading", { name: "Settings" })).toBeVisible();
    await expect(dialog.locator("ins").first()).toHaveText("draft");
    await expect(dialog.locator(".is-added")).toContainText("blue whale");
    const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect.poll(editor.text).toContain("blue whale");
  });

  await test.step("two versions are compared on a page of their own, inline or side by side", async () => {
    await page.getByRole("button", { name: "Save as new version" }).click();
    await expect(page.getByText(/^Differs from/)).toHaveCount(0);
    await compare.click();
    await expect(page.getByRole("heading", { name: /Compare/ })).toBeVisible();
    await expect(page.locator(".is-added")).toContainText("blue whale");
    await page.getByRole("button", { name: "Side by side" }).click();
    await expect(page.locator(".diff-sides").first()).toBeVisible();
    const earlier = page.locator(".is-changed .diff-sides p").first();
    await expect(earlier.locator("ins")).toHaveCount(0);
    await expect(earlier.locator("del")).toHaveCount(1);
    await page.getByRole("button", { name: "Ask both" }).click();
    const behaviour = page.getByRole("region", { name: "Behaviour" });
    await expect(behaviour.getByText(/answered otherwise, \d+ with another outcome/)).toBeVisible();
    // Drafts in the place of answers: what changed stands before what did not.
    await expect(behaviour.getByRole("listitem").first()).toContainText("Writes drafts");
    const { violations } = await new AxeBuilder({ page }).include("main").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const newest = await page.getByRole("combobox", { name: "Later version" }).inputValue();
    await page.getByRole("combobox", { name: "Earlier version" }).selectOption(newest);
    await expect(page.getByText("Both say the same.")).toBeVisible();
    const side = page.getByRole("button", { name: "Side by side" });
    await expect(side).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("each line tells which version it is from, and who typed it", async () => {
    const policyUrl = new URL(page.url()).pathname.replace(/\/diff$/, "");
    await openHydrated(page, policyUrl);
    await page.getByRole("link", { name: "Who wrote what" }).click();
    await expect(page.getByRole("heading", { name: /Who wrote what/ })).toBeVisible();
    const group = page.getByRole("listitem").filter({ hasText: "blue whale" });
    const version = await page.getByRole("combobox", { name: "Version" }).inputValue();
    await expect(group.getByRole("link")).toHaveText(`v${version}`);
    await expect(group).not.toContainText("## Rules");
    const { violations } = await new AxeBuilder({ page }).include("main").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await group.getByRole("link").click();
    await expect(page.locator(".is-added")).toContainText("blue whale");
  });
  await page.context().close();
});
