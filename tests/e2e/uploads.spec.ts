import { e2eDataDir } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { makePdf } from "../support/make-pdf.ts";
import { makeZip } from "../support/make-zip.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";

/* What comes in an archive, what is called off, and what is due for review. */

test.setTimeout(240_000);
const long = { timeout: 150_000 };

test.use({
  storageState: async ({ baseURL }, use) => {
    const server = { url: baseURL ?? "", dataDir: e2eDataDir() };
    await use(await memberSession(server, { email: "you@example.com", workspace: "xin" }));
  },
});

test("an archive brings its files one by one, and says which of them cannot be read", async ({
  page,
}) => {
  await openHydrated(page, "/knowledge");
  const zip = makeZip([
    {
      name: "mardale/opening.md",
      content: Buffer.from("# Mardale opening hours\n\nOpen from nine."),
    },
    { name: "mardale/more/fees.html", content: Buffer.from("<h1>Mardale fees</h1><p>Free.</p>") },
    {
      name: "mardale/map.pdf",
      content: makePdf([[{ text: "Mardale map: the gate is north." }]]),
    },
    {
      name: "mardale/film.mp4",
      content: Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0isommp42\0\x01\x02"),
    },
    { name: "../mardale-outside.md", content: Buffer.from("# Mardale outside\n\nNo.") },
  ]);
  await page.getByLabel("Files to upload").setInputFiles({
    name: "mardale.zip",
    mimeType: "application/zip",
    buffer: zip,
  });
  const uploads = page.getByRole("region", { name: "Uploads" });
  await expect(uploads).toContainText("1 file in a zip cannot be read", long);
  await page.getByLabel("Search sources").fill("mardale");
  const rows = page.locator("[data-source]");
  // A path that leads out of the archive leads nowhere: its file is one like the others.
  await expect(rows.filter({ hasText: "Live" })).toHaveCount(4, long);
  await expect(rows).toHaveCount(4);
  await page.getByRole("link", { name: /Mardale fees/ }).click();
  await expect(page.locator("article")).toContainText("Free.");
});

test("what is being read is called off, answers nothing, and can be read after all", async ({
  page,
}) => {
  await openHydrated(page, "/knowledge");
  const wordy = (n: number) => ({
    name: `swindale-${n}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(
      Array.from({ length: 6000 }, (_, line) => `Swindale ${n}, mile ${line}: a stone wall.`).join(
        "\n\n",
      ),
    ),
  });
  // The last one waits for the others, or is read slowly enough to be called off.
  await page.getByLabel("Files to upload").setInputFiles([1, 2, 3, 4].map(wordy));
  await page.getByLabel("Search sources").fill("swindale-4");
  const row = page.getByRole("row", { name: /swindale-4/ });
  await row.getByRole("button", { name: "Cancel" }).click(long);
  await expect(row).toContainText("Cancelled");
  await page.reload();
  await expect(row).toContainText("Cancelled");
  await row.getByRole("button", { name: "Try again" }).click();
  await expect(row).toContainText("Live", long);
});

test("what has expired is due for review, and is right again when somebody says so", async ({
  page,
}) => {
  await openHydrated(page, "/knowledge");
  await page.getByLabel("Files to upload").setInputFiles({
    name: "wasdale.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(
      "---\nexpires: 2025-01-31\n---\n# Wasdale winter fares\n\nA fare is 4 pounds.\n",
    ),
  });
  await page.getByLabel("Search sources").fill("Wasdale");
  const row = page.getByRole("row", { name: /Wasdale winter fares/ });
  await expect(row).toContainText("Stale since", long);
  await row.getByRole("link", { name: "Review" }).click();
  await page.getByRole("button", { name: "It is right as it is" }).click();
  await expect(page.getByText("Is it still right?")).toHaveCount(0);
  await openHydrated(page, "/knowledge?q=Wasdale");
  await expect(row).toContainText("Live");
  await expect(row).not.toContainText("Stale");
});
