import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { longestFirst, startFakeRerank } from "../fakes/rerank.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* Models that find passages, as an owner sets them up, with servers that are scripted. */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
const key = "sk-search-0123456789abcdefwxyz";

test("an owner adds a search model, tests and compares it, lets it answer and goes back", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(300_000);
  await using fake = await startFakeOpenAI();
  await using rerank = await startFakeRerank(longestFirst);
  const allowed = [fake.url, rerank.url].map((url) => new URL(url).host).join(",");
  await using server = await startServer({ env: { XIN_MODEL_ALLOW: allowed } });
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: await memberSession(server, owner),
  });
  watch(context);
  const page = await context.newPage();
  await openHydrated(page, "/settings");
  await page.getByRole("link", { name: "Search models" }).click();
  const rows = page.getByRole("list", { name: "Models in use" }).getByRole("listitem");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Without a model");

  await test.step("what does not answer is refused with its fix, and nothing is kept", async () => {
    await page.getByRole("button", { name: "Add a model" }).click();
    await page.getByLabel("Address").fill("http://10.0.0.1/v1");
    await page.getByLabel("Model, as the provider writes it").fill("small");
    await page.getByLabel("Numbers in its vectors").fill("8");
    await page.getByLabel(/^API key/).fill(key);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("XIN_MODEL_ALLOW");
    await page.getByLabel("Address").fill(fake.url);
    await page.getByLabel("Numbers in its vectors").fill("9");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("another length");
  });

  await test.step("it is built beside the one that answers, and tested", async () => {
    await page.getByLabel("Numbers in its vectors").fill("8");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText("complete", { timeout: 90_000 });
    await expect(rows.nth(1)).toContainText("with a key");
    await page.getByRole("button", { name: "Test small" }).click();
    await expect(rows.nth(1)).toContainText(/It answers after [\d,]+ ms/);
    fake.scriptEmbeddings({ mode: "error", status: 401 });
    await page.getByRole("button", { name: "Test small" }).click();
    await expect(rows.nth(1)).toContainText("refused the API key");
    expect(await page.content()).not.toContain(key);
  });

  await test.step("it is compared on the saved questions, let answer, and taken back", async () => {
    await page.getByRole("button", { name: "Compare small with the one that answers" }).click();
    await expect(rows.nth(1)).toContainText(/Compared on \d+ saved questions/, { timeout: 60_000 });
    await expect(rows.nth(1).getByRole("row")).toHaveCount(4);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Let it answer: small" }).click();
    await expect(rows.first()).toContainText("small");
    await expect(rows.first()).toContainText("answers now");
    await page.getByRole("button", { name: "Replace key: small" }).click();
    await page.getByLabel("API key").fill(`${key}-2`);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("button", { name: "Go back to it: Without a model" }).click();
    await expect(rows.first()).toContainText("Without a model");
    await page.getByRole("button", { name: "Delete small" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(rows).toHaveCount(1);
  });

  await test.step("a rerank model is added once it has put texts in order, and taken away", async () => {
    await page.getByRole("button", { name: "Add a rerank model" }).click();
    await page.getByLabel("Address").fill(fake.url);
    await page.getByLabel("Model, as the provider writes it").fill("re");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByLabel("Address").fill(rerank.url);
    await page.getByLabel(/^API key/).fill(key);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("heading", { name: "re", exact: true })).toBeVisible();
    expect(rerank.asked.at(-1)?.hasKey).toBe(true);
    await page.getByRole("button", { name: "Test re" }).click();
    await expect(page.getByText(/put the answer first/)).toBeVisible();
    await page.getByRole("button", { name: "Delete re" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText("There is none.")).toBeVisible();
  });

  await openHydrated(page, "/settings/search?lang=zh");
  await expect(page.getByRole("heading", { name: "重排模型" })).toBeVisible();
  await context.close();
  // What is refused is a 422, and the browser tells.
  expect(complaints.filter((text) => !text.includes("status of 422"))).toEqual([]);
  complaints.length = 0;
});

/** Light and dark, wide and at the width of a telephone. */
const expectAccessible = async (page: Page) => {
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
  await page.setViewportSize({ width: 1280, height: 844 });
};
