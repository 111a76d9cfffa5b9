import { AxeBuilder } from "@axe-core/playwright";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { openAuthors } from "../support/open-authors.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { openRunningDatabase } from "../support/running-database.ts";
import { startServer } from "../support/start-server.ts";

/* Three authors write the page of a policy at once; one of them loses the network and comes back. */

test("three authors write one page, offline too, and each undoes only what is theirs", async ({
  browser,
  watch,
}) => {
  test.slow();
  await using server = await startServer();
  const { owner, maya, priya } = await openAuthors(server, { browser, watch });
  const all = [owner, maya, priya];
  await maya.editor.field.press("ControlOrMeta+End");
  await maya.page.keyboard.type("\n\n## Together\n");
  for (const { editor } of all) await expect.poll(editor.text).toMatch(/## Together\n$/);
  const before = await owner.editor.text();

  await test.step("each sees the others by name", async () => {
    await expect(owner.page.locator(".page-people li", { hasText: "Maya" })).toBeVisible();
    await maya.editor.field.press("ControlOrMeta+Home");
    await expect(owner.page.locator(".peer-name", { hasText: "Maya" })).toBeAttached();
  });

  await test.step("what all write at once is on every screen", async () => {
    await owner.editor.field.press("ControlOrMeta+End");
    await maya.editor.field.press("ControlOrMeta+End");
    await Promise.all([
      owner.page.keyboard.type("\nFrom the owner."),
      maya.page.keyboard.type("\nFrom Maya."),
    ]);
    for (const { editor } of all) {
      await expect.poll(editor.text).toContain("r");
      await expect.poll(async () => (await editor.text()).length).toBe(before.length + 27);
    }
    const texts = await Promise.all(all.map(({ editor }) => editor.text()));
    expect(new Set(texts).size).toBe(1);
  });

  await test.step("undo takes back one's own words only", async () => {
    // Words that were written slowly are taken back in several steps; there is nothing else of hers.
    await owner.editor.field.press("ControlOrMeta+Home");
    const changed = owner.page.locator(".cm-line", { hasText: "From Maya." });
    await expect(changed).not.toBeInViewport();
    await owner.editor.field.press("ControlOrMeta+z");
    await expect(changed).toBeInViewport();
    for (let step = 0; step < 19; step += 1) await owner.editor.field.press("ControlOrMeta+z");
    await expect.poll(maya.editor.text).not.toContain("owner");
    await expect.poll(async () => (await maya.editor.text()).length).toBe(before.length + 11);
  });

  await test.step("what was written offline joins the page when its writer is back", async () => {
    await priya.line.cut();
    await priya.editor.field.press("ControlOrMeta+End");
    await priya.page.keyboard.type("\nWritten on the train.");
    await expect(priya.page.getByText("What you write is kept in this browser")).toBeVisible({
      timeout: 30_000,
    });
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.type(" Meanwhile.");
    await priya.page.reload();
    priya.editor = await policyPage(priya.page);
    await expect.poll(priya.editor.text).toContain("Written on the train.");
    await priya.editor.field.press("ControlOrMeta+End");
    await priya.page.keyboard.insertText("\nAfter a reload.");
    await expect(priya.page.getByText("What you write is kept in this browser")).toBeVisible();
    priya.line.mend();
    for (const { editor } of all) {
      await expect.poll(editor.text, { timeout: 30_000 }).toContain("Written on the train.");
      await expect.poll(editor.text).toContain("After a reload.");
      await expect.poll(editor.text).toContain("Meanwhile.");
    }
  });

  await test.step("F8 goes to what is wrong, and names it", async () => {
    await owner.editor.field.press("ControlOrMeta+End");
    await owner.page.keyboard.insertText("\n# Once more");
    const problem = owner.page.locator(".policy-problems").getByRole("button").first();
    await expect(problem).toBeVisible();
    await owner.editor.field.press("ControlOrMeta+Home");
    const line = owner.page.locator(".cm-line", { hasText: "# Once more" });
    await expect(line).not.toBeInViewport();
    await owner.editor.field.press("F8");
    await expect(line).toBeInViewport();
    await expect(owner.page.locator(".cm-tooltip-lint")).toBeVisible();
    await owner.editor.field.press("ControlOrMeta+z");
    await expect(problem).toHaveCount(0);
  });

  await test.step("what may be meant is offered while one writes", async () => {
    await owner.editor.field.press("ControlOrMeta+Home");
    await owner.editor.field.press("ArrowDown");
    await owner.editor.field.press("End");
    await owner.page.keyboard.type("\nthr");
    const offer = owner.page.getByRole("listbox", { name: "Completions" });
    // Its first moment takes no Enter, which may have been meant for the line.
    await offer.getByRole("option", { name: "threshold" }).click();
    await owner.page.keyboard.type("70%");
    await expect.poll(maya.editor.text).toContain("\nthreshold: 70%\n");
  });

  await test.step("one saves it as a version, and another goes on writing where she stands", async () => {
    await owner.page.getByRole("textbox", { name: "What changed" }).fill("Written by three.");
    await owner.page.getByRole("button", { name: "Save as new version" }).click();
    const versions = owner.page.getByRole("complementary", { name: "Versions" });
    await expect(versions.getByText("Written by three.")).toBeVisible();
    await expect(owner.page.getByText(/^Differs from/)).toHaveCount(0);
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.type("\nAfter the version.", { delay: 60 });
    await expect(maya.page.getByText("Written by three.")).toBeVisible();
    await maya.page.keyboard.type(" And more.");
    await expect.poll(owner.editor.text).toContain("After the version. And more.");
  });

  await test.step("the page goes back to the newest version for everybody", async () => {
    owner.page.once("dialog", (dialog) => void dialog.accept());
    await owner.page.getByRole("button", { name: /^Back to v/ }).click();
    await expect.poll(maya.editor.text).not.toContain("After the version");
    await expect.poll(maya.editor.text).toContain("Written on the train.");
    await expect(owner.page.getByText(/^Differs from/)).toHaveCount(0);
  });

  await test.step("who loses the role while writing keeps the words until they are let go", async () => {
    await setRole(server.dataDir, "priya@example.com", "viewer");
    await priya.editor.field.press("ControlOrMeta+End");
    await priya.page.keyboard.insertText("\nToo late.");
    const refusal = priya.page.getByRole("region", { name: "Not on the page" });
    await expect(refusal).toContainText("Your role no longer lets you change this page.");
    await priya.page.reload();
    await expect(refusal.locator("pre")).toHaveText("Too late.");
    const { violations } = await new AxeBuilder({ page: priya.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await priya.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await refusal.getByRole("button", { name: "Copy what I wrote" }).click();
    const copied = priya.page.evaluate(() => navigator.clipboard.readText());
    expect((await copied).trim()).toBe("Too late.");
    priya.page.once("dialog", (dialog) => void dialog.accept());
    await refusal.getByRole("button", { name: "Discard it" }).click();
    await expect(refusal).toHaveCount(0);
    await expect.poll(priya.editor.text).not.toContain("Too late.");
    await expect.poll(owner.editor.text).not.toContain("Too late.");
  });

  await test.step("nothing of it is missing after a reload, and the page is accessible", async () => {
    const text = await maya.editor.text();
    await owner.page.reload();
    const again = await policyPage(owner.page);
    await expect.poll(again.text).toBe(text);
    const { violations } = await new AxeBuilder({ page: owner.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
  for (const { context } of all) await context.close();
});

/** Gives a member of the demo another role behind the server's back. */
const setRole = async (dataDir: string, email: string, role: string) => {
  const db = await openRunningDatabase(dataDir);
  try {
    const tenant = await db.lookup((tx) => tenantBySlug(tx, "tarnmoor"));
    if (tenant === null) throw new Error("There is no workspace tarnmoor");
    await db.tenant(
      tenant.id,
      (tx) => tx`update xin.members set role = ${role} where email = ${email}`,
    );
  } finally {
    await db.close();
  }
};
