import type { Page, WebSocketRoute } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { startServer } from "../support/start-server.ts";

/* Three authors write the page of a policy at once; one of them loses the network and comes back. */

test("three authors write one page, offline too, and each undoes only what is theirs", async ({
  browser,
  watch,
}) => {
  test.slow();
  await using server = await startServer();
  const open = async (email: string) => {
    const storageState = await memberSession(server, { email, workspace: "tarnmoor" });
    const context = await browser.newContext({ baseURL: server.url, storageState });
    watch(context);
    const page = await context.newPage();
    const line = await cuttableLine(page);
    await openHydrated(page, "/policies");
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    return { context, page, line, editor: await policyPage(page) };
  };
  const owner = await open("you@example.com");
  const maya = await open("maya@example.com");
  const priya = await open("priya@example.com");
  const all = [owner, maya, priya];
  await maya.editor.field.press("ControlOrMeta+End");
  await maya.page.keyboard.type("\n\n## Together\n");
  for (const { editor } of all) await expect.poll(editor.text).toMatch(/## Together\n$/);
  const before = await owner.editor.text();

  await test.step("each sees the others by name", async () => {
    await expect(owner.page.getByRole("listitem").filter({ hasText: "Maya" })).toBeVisible();
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
    for (let step = 0; step < 20; step += 1) await owner.editor.field.press("ControlOrMeta+z");
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
    priya.line.mend();
    for (const { editor } of all) {
      await expect.poll(editor.text, { timeout: 30_000 }).toContain("Written on the train.");
      await expect.poll(editor.text).toContain("Meanwhile.");
    }
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

/** The page's way to the server, which can be cut and mended: a browser that is offline keeps its websockets. */
const cuttableLine = async (page: Page) => {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/socket\.io/, async (socket) => {
    if (isCut) {
      await socket.close();
      return;
    }
    open.add(socket);
    socket.connectToServer();
  });
  return {
    cut: async () => {
      isCut = true;
      for (const socket of open) await socket.close();
      open.clear();
    },
    mend: () => void (isCut = false),
  };
};
