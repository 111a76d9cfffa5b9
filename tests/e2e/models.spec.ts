import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* Models as an owner sets them up, on a server of its own and with a model server that is scripted. */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
const key = "sk-live-0123456789abcdefwxyz";

test("an owner adds models, tests them, orders them, and holds them to a budget", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(300_000);
  await using fake = await startFakeOpenAI();
  await using server = await startServer({
    env: { XIN_MODEL_ALLOW: new URL(fake.url).host, XIN_REPLY_PACE_MS: "5" },
  });
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: await memberSession(server, owner),
  });
  watch(context);
  const page = await context.newPage();
  await openHydrated(page, "/settings");
  await page.getByRole("link", { name: "Models and budget" }).click();
  const rows = page.locator(".model");
  await expect(rows).toHaveCount(1);

  await test.step("an address that is not allowed is refused with its fix", async () => {
    await page.getByRole("button", { name: "Add a model" }).click();
    await fill(page, { name: "fast", url: "http://10.0.0.1/v1", model: "gpt-4.1-mini" });
    await page.getByLabel("API key", { exact: true }).and(page.locator("input")).fill(key);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("XIN_MODEL_ALLOW");
  });

  await test.step("a model is added with its list price, and its key is told by its end alone", async () => {
    await page.getByLabel("Address").fill(fake.url);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(rows.first()).toContainText("key ending in wxyz");
    await expect(rows.first()).toContainText("$0.40 in, $1.60 out");
  });

  await test.step("its test shows its words, times and cost, or what is wrong and the fix", async () => {
    await page.getByRole("button", { name: "Test fast" }).click();
    await expect(rows.first()).toContainText("Hello from the fake model.");
    await expect(rows.first()).toContainText(/It answers\. First word after \d+ ms/);
    expect(fake.requests.at(-1)).toMatchObject({ hasKey: true, outcome: "answered" });
    fake.scriptChat({ mode: "tell-key" });
    await page.getByRole("button", { name: "Test fast" }).click();
    await expect(rows.first()).toContainText("Check the key");
    await expect(rows.first()).toContainText("HTTP 401: Incorrect API key provided: Bearer ••••");
    expect(await page.content()).not.toContain(key);
    await expectAccessible(page);
  });

  await test.step("a second one is asked earlier, by keyboard", async () => {
    await page.getByRole("button", { name: "Add a model" }).click();
    await fill(page, { name: "careful", url: fake.url, model: "our-own" });
    await expect(page.getByText("No list price is known")).toBeVisible();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(rows).toHaveCount(3);
    await page.getByRole("button", { name: "Ask careful earlier" }).press("Enter");
    await expect(rows.first()).toContainText("careful");
    await expect(page.getByRole("button", { name: "Ask careful earlier" })).toBeFocused();
    await expect(rows.first()).toContainText("price unknown");
  });

  await test.step("a budget is saved, and says what is spent", async () => {
    await page.getByLabel("Calls a day").fill("2");
    await page.getByLabel("US dollars a day").fill("5");
    await page.getByRole("button", { name: "Save budget" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await expect(page.getByText("of $5.00")).toBeVisible();
    await page.getByRole("button", { name: "Test fast" }).click();
    await expect(rows.nth(1)).toContainText("The calls of today are made");
  });

  await test.step("it is changed, switched off, and deleted", async () => {
    await page.getByRole("button", { name: "Change careful" }).click();
    await page.getByLabel("US dollars for a million tokens in").fill("0");
    await page.getByLabel("US dollars for a million tokens out").fill("0");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(rows.first()).toContainText("costs nothing");
    await page.getByRole("button", { name: "Switch off careful" }).click();
    await expect(page.getByRole("button", { name: "Switch on careful" })).toBeVisible();
    await page.getByRole("button", { name: "Delete careful" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(rows).toHaveCount(2);
  });

  await test.step("it speaks Chinese too", async () => {
    await openHydrated(page, "/settings/models?lang=zh");
    await expect(page.getByRole("button", { name: "测试 fast" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "预算" })).toBeVisible();
  });
  await context.close();
  // What is refused is a 422, and the browser tells.
  expect(complaints.filter((text) => !text.includes("status of 422"))).toEqual([]);
  complaints.length = 0;
});

const fill = async (page: Page, fields: { name: string; url: string; model: string }) => {
  await page.getByLabel("Name, for people and policies").fill(fields.name);
  await page.getByLabel("Address").fill(fields.url);
  await page.getByLabel("Model, as the provider writes it").fill(fields.model);
};

/** Light and dark, wide and at the width of a telephone. */
const expectAccessible = async (page: Page) => {
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
        .analyze();
      expect.soft(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const cut = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect.soft(cut).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
};
