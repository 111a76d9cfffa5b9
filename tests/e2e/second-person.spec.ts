import type { Page } from "@playwright/test";
import { cuttableLine } from "../support/cuttable-line.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/* Publishing where a second person must agree, in two browsers, on a server of its own. */

test("what one person asks to publish, another approves or declines, without reloading", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const open = async (email: string) => {
    const storageState = await memberSession(server, { email, workspace: "tarnmoor" });
    const context = await browser.newContext({ baseURL: server.url, storageState });
    watch(context);
    return { context, page: await context.newPage() };
  };
  const maya = await open("maya@example.com");
  const priya = await open("priya@example.com");
  const line = await cuttableLine(maya.page);

  await test.step("an admin protects the pointer", async () => {
    await openHydrated(maya.page, "/settings");
    await maya.page.getByRole("link", { name: "Publishing" }).click();
    const form = maya.page.getByRole("form", { name: "Publishing" });
    await form.getByRole("checkbox", { name: /^Publishing to everybody/ }).check();
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("Saved")).toBeVisible();
  });

  const rail = maya.page.getByRole("navigation", { name: "Main" });
  const waiting = (page: Page) => page.getByRole("list").locator(".request");
  await openHydrated(maya.page, "/policies");

  await test.step("an author asks, and sees what waits", async () => {
    await openHydrated(priya.page, "/policies");
    await priya.page.getByRole("button", { name: "New policy" }).click();
    const dialog = priya.page.getByRole("dialog", { name: "New policy" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Evenings");
    await dialog.getByRole("radio", { name: /After hours/ }).check();
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(priya.page.getByRole("heading", { name: "Evenings" })).toBeVisible();
    await askFor(priya.page, 1);
    await expect(waiting(priya.page)).toContainText("v1 of “Evenings” is to answer visitors");
    await expect(waiting(priya.page).getByRole("button", { name: "Approve" })).toHaveCount(0);
    await expect(priya.page.getByText("v1 answers visitors")).toHaveCount(0);
  });

  await test.step("the second person sees it at once, declines with a word, and the author reads it", async () => {
    await expect(rail.getByRole("link", { name: "Policies, 1 waiting" })).toBeVisible();
    const request = waiting(maya.page);
    await expect(request).toContainText("Priya Nair asked");
    await expect(request).toContainText(/All \d+ tests pass/);
    await request.getByRole("button", { name: "Decline" }).click();
    await expect(request.getByRole("textbox")).toBeFocused();
    await request.getByRole("textbox").fill("Not before Monday.");
    await request.getByRole("button", { name: "Decline" }).click();
    await expect(request).toHaveCount(0);
    await expect(waiting(priya.page)).toHaveCount(0);
    await priya.page.getByText("Settled lately").click();
    await expect(priya.page.getByText("“Not before Monday.”")).toBeVisible();
  });

  await test.step("asked again it is approved, and answers visitors", async () => {
    await askFor(priya.page, 1);
    const request = waiting(maya.page);
    await request.getByRole("link", { name: "Read the page" }).click();
    await expect(maya.page.getByRole("heading", { name: "Evenings" })).toBeVisible();
    await waiting(maya.page).getByRole("button", { name: "Approve" }).click();
    await expect(priya.page.getByText("v1 answers visitors")).toBeVisible();
    await expect(maya.page.getByText("v1 answers visitors")).toBeVisible();
    await expect(waiting(priya.page)).toHaveCount(0);
  });

  await test.step("a later version is compared from the request, and withdrawn by who asked", async () => {
    const editor = await policyPage(priya.page);
    const text = await editor.text();
    await editor.fill(text.replace("Calm and short.", "Calm, short and kind."));
    await priya.page.getByRole("button", { name: "Save as new version" }).click();
    await askFor(priya.page, 2);
    await line.cut();
    await maya.page.goto("/policies");
    const link = waiting(maya.page).getByRole("link", { name: "What it changes" });
    await expect(link).toHaveAttribute("href", /\/diff\?from=1&to=2$/);
    await waiting(priya.page).getByRole("button", { name: "Withdraw" }).click();
    await expect(waiting(priya.page)).toHaveCount(0);
    // What was told before the page had its link is not missed.
    line.mend();
    await expect(waiting(maya.page)).toHaveCount(0);
    await expect(rail.getByRole("link", { name: "Policies", exact: true })).toBeVisible();
  });
  await maya.context.close();
  await priya.context.close();
});

/** Opens the dialog of a version, waits for its tests, and asks for approval. */
const askFor = async (page: Page, version: number) => {
  await page.getByRole("button", { name: "Publish" }).first().click();
  const gate = page.getByRole("dialog", { name: `Publish v${version}` });
  await expect(gate.getByText(/^All \d+ tests pass/)).toBeVisible();
  await gate.getByRole("button", { name: "Ask for approval" }).click();
  await expect(gate).toHaveCount(0);
};
