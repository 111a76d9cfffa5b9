import { AxeBuilder } from "@axe-core/playwright";
import { e2eDataDir } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { openWidget } from "../support/widget.ts";

/* What a visitor sees of the passage that an answer quotes. */

test.setTimeout(180_000);

test.use({
  storageState: async ({ baseURL }, use) => {
    const server = { url: baseURL ?? "", dataDir: e2eDataDir() };
    await use(await memberSession(server, { email: "you@example.com", workspace: "xin" }));
  },
});

test("the passage an answer quotes has its table, and its links lead on", async ({
  page,
  browser,
  watch,
}) => {
  const text = [
    "# Grizedale trail passes",
    "## Prices of Grizedale trail passes",
    "A Grizedale trail pass is bought at the [forest office](https://forest.example/office).",
    "| Pass | Price |\n|---|---|\n| Grizedale day pass | 9 pounds |\n| Grizedale year pass | 90 pounds |",
  ].join("\n\n");
  await openHydrated(page, "/knowledge");
  await page.getByLabel("Files to upload").setInputFiles({
    name: "grizedale.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(text),
  });
  await page.getByLabel("Search sources").fill("Grizedale");
  const row = page.getByRole("row", { name: /Grizedale trail passes/ });
  await expect(row).toContainText("Live", { timeout: 90_000 });

  const visitors = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  watch(visitors);
  const visitor = await visitors.newPage();
  await visitor.goto("/ask");
  const chat = await openWidget(visitor);
  await chat.say("Where is a Grizedale trail pass bought?");
  await expect(chat.log).toContainText("forest office", { timeout: 60_000 });
  await chat.log.getByRole("list", { name: "Sources" }).getByRole("button").first().click();
  const passage = visitor.getByRole("region", { name: /^Source 1/ });
  await expect(passage.getByRole("columnheader")).toHaveText(["Pass", "Price"]);
  await expect(passage.getByRole("row").nth(2)).toContainText("90 pounds");
  const link = passage.getByRole("link", { name: "forest office" });
  await expect(link).toHaveAttribute("href", "https://forest.example/office");
  await expect(link).toHaveAttribute("rel", /noopener/);
  const { violations } = await new AxeBuilder({ page: visitor })
    .withTags(["wcag2a", "wcag2aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await visitors.close();
});
