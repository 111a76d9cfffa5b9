import type { Page } from "@playwright/test";
import { e2eDataDir, operatorState } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { openWidget } from "../support/widget.ts";

/** A figure of the page, by its name. */
const figureOf = async (page: Page, name: string): Promise<number> => {
  const tile = page
    .locator(".figures > div")
    .filter({ has: page.getByText(name, { exact: true }) });
  return Number((await tile.locator(".figure-sum").innerText()).replaceAll(",", ""));
};

test.describe("the delivery page", () => {
  test.use({ storageState: operatorState() });
  test.beforeEach(async ({ page }) => void (await page.goto("/?workspace=tarnmoor")));

  test("[RT41] counts what a visitor sends while an operator looks", async ({
    page,
    browser,
    watch,
  }) => {
    await openHydrated(page, "/delivery");
    await expect(page.locator("header").getByText(/^Updated/)).toBeVisible();
    const before = await figureOf(page, "Sent");
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    watch(context);
    const visitor = await context.newPage();
    await visitor.goto("/demo");
    const widget = await openWidget(visitor);
    await widget.say("How long does a repair take?");
    await expect(widget.log).toContainText("How long does a repair take?");
    await expect.poll(() => figureOf(page, "Sent")).toBeGreaterThan(before);
    await expect.poll(() => figureOf(page, "Acknowledged")).toBeGreaterThan(0);
    await expect.poll(() => figureOf(page, "Delivered")).toBeGreaterThan(0);
    await expect(page.getByRole("img", { name: /^Sent: at most/ })).toBeVisible();
    await context.close();
  });

  test("[RT42] the self-check goes through the node and back, by keyboard alone", async ({
    page,
  }) => {
    await openHydrated(page, "/delivery");
    const node = page.getByRole("region", { name: "Nodes" }).getByRole("listitem").first();
    await expect(node).toContainText("Serving");
    await expect(node).toContainText("you are connected here");
    const button = page.getByRole("button", { name: "Run self-check" });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(node.getByText("Works from end to end")).toBeVisible();
    for (const name of ["Node", "Database", "Browser"]) {
      const time = node.locator(".node-times > div").filter({ hasText: name });
      await expect(time).toHaveText(new RegExp(`^${name}(< )?[\\d.,]+ ms$`));
    }
    await expect(
      page.getByRole("status").filter({ hasText: "works from end to end" }),
    ).toBeVisible();
    // It can be run again at once, without looking for the place.
    await expect(button).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(
      page.getByRole("status").filter({ hasText: "works from end to end" }),
    ).toBeVisible();
  });

  test("nothing moves when the figures come", async ({ page }) => {
    await page.goto("/delivery");
    const places = () =>
      page.evaluate(() =>
        [".figures", ".nodes-head", ".nodes > ul"].map(
          (place) => document.querySelector(place)?.getBoundingClientRect().top,
        ),
      );
    const before = await places();
    await expect(page.locator("header").getByText(/^Updated/)).toBeVisible();
    expect(await places()).toEqual(before);
  });
});

test("who does not answer visitors does not see the delivery page", async ({
  baseURL,
  browser,
  watch,
}) => {
  const session = { url: baseURL ?? "", dataDir: e2eDataDir() };
  const author = { email: "priya@example.com", workspace: "xin" } as const;
  const context = await browser.newContext({ storageState: await memberSession(session, author) });
  watch(context);
  const authors = await context.newPage();
  await openHydrated(authors, "/knowledge");
  const rail = authors.getByRole("navigation", { name: "Main" });
  await expect(rail.getByRole("link", { name: "Knowledge" })).toBeVisible();
  await expect(rail.getByRole("link", { name: "Delivery" })).toHaveCount(0);
  const answer = await authors.request.get("/delivery");
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain("This page is for those who answer visitors");
  await context.close();
});
