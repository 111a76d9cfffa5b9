import type { Page } from "@playwright/test";
import { sampleArticles, startDocsSite } from "../fakes/docs-site.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* Web sites as an author adds them, on a server of its own that may read from this machine. */

const long = { timeout: 120_000 };

test("a site is added, read, cancelled, led elsewhere and deleted", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(300_000);
  const articles = sampleArticles(6);
  const docs = await startDocsSite({ articles });
  // It answers when somebody lets it: never, but for the end of the test.
  docs.answer("/stuck", () => {});
  const allowed = { XIN_CRAWL_ALLOW: new URL(docs.url).host };
  await using server = await startServer({ env: allowed });
  const storageState = await memberSession(server, {
    email: "you@example.com",
    workspace: "tarnmoor",
  });
  const context = await browser.newContext({ baseURL: server.url, storageState });
  watch(context);
  const page = await context.newPage();
  await openHydrated(page, "/knowledge");
  const rows = page.locator("[data-site]");

  await test.step("an address inside a network is refused, and nothing is added", async () => {
    const dialog = await fillSite(page, "http://user:secret@help.example.com/");
    await dialog.getByRole("button", { name: "Add the site" }).click();
    await expect(dialog.getByRole("alert")).toContainText("This address");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(rows).toHaveCount(0);
    await addSite(page, "http://10.1.2.3/");
    const inside = rows.filter({ hasText: "10.1.2.3" });
    await expect(inside).toContainText("leads to a private network", long);
    await remove(page, "http://10.1.2.3/");
    await expect(rows).toHaveCount(0);
  });

  await test.step("a whole site is read, and its pages can be seen", async () => {
    await addSite(page, docs.url);
    await expect(rows).toContainText("Live", long);
    await rows.getByRole("button", { name: /^Pages of/ }).click();
    const pages = page.locator(".site-pages").getByRole("listitem");
    for (const { title } of articles) await expect(pages.filter({ hasText: title })).toHaveCount(1);
    await rows.getByRole("button", { name: /^Crawl .* again$/ }).click();
    await expect(rows).toContainText("Live", long);
    await remove(page, docs.url);
    await expect(rows).toHaveCount(0);
  });

  await test.step("a page that never answers is cancelled", async () => {
    await addSite(page, `${docs.url}/stuck`, "This page alone");
    await expect(rows).toContainText("Crawling", long);
    await rows.getByRole("button", { name: "Cancel" }).click();
    await expect(rows).toContainText("Cancelled", long);
    await remove(page, `${docs.url}/stuck`);
    await expect(rows).toHaveCount(0);
  });

  await test.step("a page that is not there is read from another address", async () => {
    await addSite(page, `${docs.url}/docs/gone`, "This page alone");
    await expect(rows).toContainText("Not readable", long);
    await rows.getByRole("button", { name: "Change address" }).click();
    const dialog = page.getByRole("dialog", { name: "Change address" });
    await dialog.getByLabel("Address").fill(`${docs.url}/docs/${articles[0]?.slug}`);
    await dialog.getByRole("button", { name: "Read from there" }).click();
    await expect(dialog).toBeHidden();
    await expect(rows).toContainText("Live", long);
  });

  await context.close();
  await docs.close();
  // The browser itself remarks on the answer to the refused form.
  expect(complaints.filter((text) => !text.includes("status of 422"))).toEqual([]);
  complaints.length = 0;
});

const fillSite = async (page: Page, url: string) => {
  await page.getByRole("button", { name: "Add a site" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a site" });
  await dialog.getByLabel("Address").fill(url);
  return dialog;
};

const addSite = async (page: Page, url: string, scope?: "This page alone") => {
  const dialog = await fillSite(page, url);
  if (scope !== undefined) await dialog.getByLabel(scope).check();
  await dialog.getByRole("button", { name: "Add the site" }).click();
  await expect(dialog).toBeHidden();
};

const remove = async (page: Page, url: string) => {
  await page.getByRole("button", { name: `Delete ${url}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
};
