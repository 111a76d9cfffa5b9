import { openHydrated } from "../support/hydrated.ts";
import { openMember } from "../support/open-member.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/* Publishing as an author does it, on a server of its own: what is published changes the answers. */

test("a red test holds a version back, a reason lets it through, and one click goes back", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const page = await openMember(server, { browser, watch });
  await openHydrated(page, "/policies");

  await test.step("a new policy begins with a page that works, and its tests pass", async () => {
    await page.getByRole("button", { name: "New policy" }).click();
    const dialog = page.getByRole("dialog", { name: "New policy" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Evenings");
    await dialog.getByRole("radio", { name: /After hours/ }).check();
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("heading", { name: "Evenings" })).toBeVisible();
    await page.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: "Publish v1" });
    await expect(gate.getByText(/^All \d+ tests pass/)).toBeVisible();
    await gate.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText("v1 answers visitors")).toBeVisible();
  });

  await test.step("a version whose test fails wants a reason", async () => {
    const editor = await policyPage(page);
    const text = await editor.text();
    const failing = '- Asked "Please cancel my order", it answers, says "done".';
    await editor.fill(text.replace("## Tests\n", `## Tests\n\n${failing}`));
    await page.getByRole("button", { name: "Save as new version" }).click();
    await page.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: "Publish v2" });
    await expect(gate.getByText("1 test fails")).toBeVisible();
    const failed = gate.getByRole("listitem").first();
    await expect(failed).toContainText("Should be answered");
    await failed.scrollIntoViewIfNeeded();
    await expect(failed).toBeInViewport({ ratio: 0.9 });
    const publish = gate.getByRole("button", { name: "Publish all the same" });
    await publish.click();
    await expect(gate).toBeVisible();
    await gate.getByRole("textbox").fill("The order desk closes tonight; this is right.");
    await publish.click();
    await expect(gate).toHaveCount(0);
    await expect(page.getByText("v2 answers visitors")).toBeVisible();
  });

  await test.step("and is taken back with one click", async () => {
    await page.getByRole("button", { name: "Go back to this" }).click();
    await page.getByRole("link", { name: "v1", exact: true }).click();
    await expect(page.getByText("v1 answers visitors")).toBeVisible();
  });

  await test.step("a version is tried on a share of the conversations, and the trial ended", async () => {
    await page.getByRole("link", { name: "v2", exact: true }).click();
    const editor = await policyPage(page);
    const text = await editor.text();
    await editor.fill(text.replace("Calm and short.", "Calm, short and kind."));
    await page.getByRole("button", { name: "Save as new version" }).click();
    const row = page.getByRole("complementary", { name: "Versions" }).getByRole("listitem").first();
    await row.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: "Publish v3" });
    await gate.getByRole("radio", { name: /canary/ }).check();
    await gate.getByRole("spinbutton", { name: "Share in percent" }).fill("20");
    await gate.getByRole("textbox").last().fill("The failing test is known.");
    await gate.getByRole("button", { name: /^Publish/ }).click();
    await expect(row.getByText("Canary, 20%")).toBeVisible();
    await row.getByRole("button", { name: "End the canary" }).click();
    await expect(row.getByText("Canary, 20%")).toHaveCount(0);
  });

  await test.step("a version is saved as a file", async () => {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "Save v1 as a file" }).click();
    expect((await saved).suggestedFilename()).toBe("Evenings v1.md");
  });
  await page.context().close();
});
