import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { freePort } from "../../chaos/fleet/free-port.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { openDraft, openDraftTeam } from "../support/open-draft-team.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/* Two operators edit the AI's draft at once, one reloads in the middle, the server dies, and one approves by key. */

const asked = "How many days do I have to return something?";

test("a draft is one text that several people edit, and what was seen is what is sent", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const { owner, maya, visitor, close } = await openDraftTeam(server, { browser, watch });
  await visitor.say(asked);

  for (const page of [owner, maya]) await openHydrated(page, "/");
  const [mine, hers] = [await openDraft(owner, asked), await openDraft(maya, asked)];
  const proposed = await mine.inputValue();
  expect(proposed).not.toBe("");

  await test.step("each sees the other by name", async () => {
    await hers.focus();
    await expect(owner.getByText(/In the draft with you: Maya/)).toBeVisible();
    await hers.press("ControlOrMeta+Home");
    const caret = owner.locator(".draft-carets .peer-cursor");
    await expect(caret).toContainText("Maya");
    const atHome = (await caret.boundingBox())?.x ?? 0;
    for (let n = 0; n < 5; n += 1) await hers.press("ArrowRight");
    await expect.poll(async () => (await caret.boundingBox())?.x).toBeGreaterThan(atHome + 10);
    await look(owner, "shared-draft-caret");
    await hers.blur();
    await expect(caret).toHaveCount(0);
    await hers.focus();
  });

  await test.step("both write at once, and read the same", async () => {
    await hers.press("ControlOrMeta+Home");
    await mine.press("ControlOrMeta+End");
    await Promise.all([hers.pressSequentially("Hello! "), mine.pressSequentially(" Kind regards")]);
    const both = `Hello! ${proposed} Kind regards`;
    await expect(mine).toHaveValue(both);
    await expect(hers).toHaveValue(both);
    await look(owner, "shared-draft");
    const { violations } = await new AxeBuilder({ page: owner })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  await test.step("undo takes back one's own words only", async () => {
    const until = (key: string, text: string) =>
      expect(async () => {
        // Words typed slowly are several steps.
        await hers.press(key);
        await expect(mine).toHaveValue(text, { timeout: 1_000 });
      }).toPass();
    await until("ControlOrMeta+z", `${proposed} Kind regards`);
    await until("ControlOrMeta+Shift+z", `Hello! ${proposed} Kind regards`);
  });

  await test.step("what an input method composes is one's own until it is done", async () => {
    const input = await owner.context().newCDPSession(owner);
    const compose = (text: string) =>
      input.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await mine.press("ControlOrMeta+End");
    await compose("n");
    await compose("ni");
    await hers.press("ControlOrMeta+Home");
    await hers.pressSequentially("Oh. ");
    await expect(hers).toHaveValue(`Oh. Hello! ${proposed} Kind regards`);
    await compose("nihao");
    await input.send("Input.insertText", { text: "你好" });
    const all = `Oh. Hello! ${proposed} Kind regards你好`;
    await expect(mine).toHaveValue(all);
    await expect(hers).toHaveValue(all);
    // Back to what the steps after this one go on with.
    for (const key of ["Backspace", "Backspace"]) await mine.press(key);
    await hers.press("ControlOrMeta+Home");
    for (let n = 0; n < 4; n += 1) await hers.press("Delete");
    await expect(mine).toHaveValue(`Hello! ${proposed} Kind regards`);
  });

  await test.step("a reload in the middle loses nothing", async () => {
    await mine.press("ControlOrMeta+End");
    await mine.pressSequentially(", Demo");
    await owner.reload();
    await expect(mine).toBeEditable({ timeout: 30_000 });
    await expect(mine).toHaveValue(`Hello! ${proposed} Kind regards, Demo`);
    await hers.press("ControlOrMeta+Home");
    await hers.pressSequentially("Hi. ");
    await expect(mine).toHaveValue(`Hi. Hello! ${proposed} Kind regards, Demo`);
  });

  await test.step("the visitor has heard nothing of it", async () => {
    await expect(visitor.log).not.toContainText("Kind regards");
  });

  await test.step("it is approved by key, and arrives as it was seen", async () => {
    await mine.focus();
    await owner.keyboard.press("ControlOrMeta+Enter");
    await expect(visitor.log).toContainText("Kind regards, Demo");
    await expect(visitor.log).toContainText("Hi. Hello!");
    await expect(owner.getByLabel("Reply to the visitor")).toHaveValue("");
    await expect(maya.getByText(/sent the draft\./)).toBeVisible();
    await expect(maya.getByLabel("Reply to the visitor")).toHaveValue("");
  });

  await test.step("the next draft is discarded with a reason", async () => {
    await visitor.say("How many days do I have to return something, please?");
    await expect(hers).toBeEditable({ timeout: 30_000 });
    // People may write in it before Xin is done, but it can't be asked for anew until then.
    await expect(maya.getByRole("button", { name: /Approve and send/ })).toBeEnabled();
    // The built-in model follows no instruction: the draft stays, and both read why.
    await hers.press("ControlOrMeta+i");
    await expect(maya.getByLabel("How the AI should write the draft")).toBeFocused();
    await look(maya, "shared-draft-ask");
    await maya.keyboard.type("shorter");
    await maya.keyboard.press("Enter");
    await expect(owner.getByRole("log")).toContainText("asked for another draft: shorter");
    await expect(owner.getByRole("log")).toContainText("wrote the same again");
    await expect(maya.getByRole("status")).toContainText(["wrote the same again"]);
    await look(maya, "shared-draft-kept");
    await maya.getByRole("button", { name: /^Discard/ }).click();
    await expect(maya.getByLabel("Why the draft is discarded, for the team")).toBeFocused();
    await look(maya, "shared-draft-discard");
    await maya.keyboard.type("Too cold");
    await maya.keyboard.press("Enter");
    await expect(owner.getByRole("log")).toContainText("discarded the draft: Too cold");
  });
  await close();
});

test("a draft outlives a server that is killed, and what was being written is in it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const dataDir = await mkdtemp(join(tmpdir(), "xin-draft-"));
  const port = await freePort();
  const start = () => startServer({ dataDir, env: { PORT: String(port), XIN_REPLY_PACE_MS: "5" } });
  try {
    const killed = await start();
    const storageState = await memberSession(killed, {
      email: "you@example.com",
      workspace: "tarnmoor",
    });
    // Its pages are not watched: they may well complain of a server that is gone.
    const context = await browser.newContext({ baseURL: killed.url, storageState });
    const page = await context.newPage();
    await openHydrated(page, "/settings/modes");
    await page.getByLabel("Whole workspace").selectOption("draft");
    await expect(page.getByText("set for the workspace")).toBeVisible();
    const visitor = await context.newPage();
    await visitor.goto("/demo");
    await (await openWidget(visitor)).say(asked);
    await openHydrated(page, "/");
    const field = await openDraft(page, asked);
    const proposed = await field.inputValue();
    await field.press("ControlOrMeta+End");
    await field.pressSequentially(" Stored.");

    killed.kill("SIGKILL");
    await killed.exit;
    await field.pressSequentially(" Unsent.");
    await using server = await start();
    const fresh = await browser.newContext({ baseURL: server.url, storageState });
    const other = await fresh.newPage();
    await openHydrated(other, new URL(page.url()).pathname);
    const theirs = other.getByLabel("Draft of the reply, shared with the team");
    await expect(theirs).toHaveValue(`${proposed} Stored. Unsent.`, { timeout: 60_000 });
    await expect(field).toHaveValue(`${proposed} Stored. Unsent.`);
    await context.close();
    await fresh.close();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

const look = async (page: Page, name: string): Promise<void> => {
  const folder = process.env["XIN_SCREENS"];
  if (folder === undefined) return;
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${folder}/${name}-390.png` });
  await page.setViewportSize({ width: 1280, height: 720 });
};
