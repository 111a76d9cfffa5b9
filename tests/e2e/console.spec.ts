import type { Page } from "@playwright/test";
import { e2eDataDir, operatorState } from "../support/e2e-folder.ts";
import { holdFrames } from "../support/hold-frames.ts";
import { openHydrated } from "../support/hydrated.ts";
import { type DemoMember, memberSession } from "../support/member-session.ts";
import { expect, test as base } from "../support/page.ts";
import { openWidget } from "../support/widget.ts";
import { policyPage } from "../support/policy-page.ts";

const test = base.extend<People>({
  signIn: async ({ browser, baseURL, watch }, use) => {
    const session = { url: baseURL ?? "", dataDir: e2eDataDir() };
    await use(async (member) => {
      const context = await browser.newContext({
        storageState: await memberSession(session, member),
      });
      watch(context);
      return context.newPage();
    });
  },
  visit: async ({ browser, watch }, use) => {
    await use(async (path) => {
      const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
      watch(context);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    });
  },
});

/** Others who take part, each with a browser's storage of their own. */
type People = {
  /** A page of a member, signed in. */
  signIn: (member: DemoMember) => Promise<Page>;
  /** A page of a visitor. */
  visit: (path: string) => Promise<Page>;
};

const tomas = { email: "tomas@example.com", workspace: "tarnmoor" } as const;
const priya = { email: "priya@example.com", workspace: "xin" } as const;
const owner = { email: "you@example.com", workspace: "xin" } as const;

/** Text that no other test has. */
const unique = (text: string) => `${text} ${crypto.randomUUID().slice(0, 8)}`;

test.describe("knowledge", () => {
  test("an uploaded article goes live, and the AI cites it", async ({ signIn, visit }) => {
    const page = await signIn(owner);
    await openHydrated(page, "/knowledge");
    const text = [
      "# Parking at the Quernmore depot",
      "",
      "The Quernmore depot has forty parking places for visitors.",
      "A parking token for the Quernmore depot costs 7 pounds a week.",
    ].join("\n");
    await upload(page, "quernmore-parking.md", text);
    const row = page.getByRole("row", { name: /Parking at the Quernmore depot/ });
    await expect(row.getByText("Live")).toBeVisible({ timeout: 20_000 });
    await row.getByRole("link", { name: "Parking at the Quernmore depot" }).click();
    await expect(page.getByText("costs 7 pounds a week")).toBeVisible();

    const chat = await openWidget(await visit("/ask"));
    await chat.say("What does a parking token for the Quernmore depot cost?");
    await expect(chat.log).toContainText("7 pounds a week", { timeout: 20_000 });
    const sources = chat.log.getByRole("list", { name: "Sources" });
    await expect(sources).toContainText("Parking at the Quernmore depot");
  });

  test("a broken PDF says what is wrong with it and what to do", async ({ signIn }) => {
    const page = await signIn(owner);
    await openHydrated(page, "/knowledge");
    await upload(page, "torn.pdf", "%PDF-1.7\nthe rest was lost on the way");
    const row = page.getByRole("row", { name: /torn/ });
    await expect(row.getByText("Not readable")).toBeVisible({ timeout: 20_000 });
    await expect(row).toContainText("damaged or incomplete");
    await expect(row.getByRole("button", { name: "Replace file" })).toBeVisible();
  });
});

test.describe("policies", () => {
  test("a mistake names its line; then it is saved and published", async ({ signIn }) => {
    const page = await signIn(owner);
    await openHydrated(page, "/policies");
    await page.getByRole("link", { name: "Questions about Xin" }).click();
    const field = await policyPage(page);
    const text = await field.text();
    const lines = text.split("\n");
    const line = lines.findIndex((one) => one.startsWith("mode:")) + 1;
    expect(line).toBeGreaterThan(0);

    await field.fill(text.replace("mode: auto", "mode: sometimes"));
    const problem = page.getByRole("button", { name: `Line ${line}` });
    await expect(problem).toBeVisible();
    await page.getByRole("button", { name: "Save as new version" }).click();
    await expect(problem).toBeVisible();

    await field.fill(`${text.trimEnd()}\n\n## More\n\nBe brief.\n`);
    await expect(page.getByText("Reads well")).toBeVisible();
    await page.getByRole("textbox", { name: "What changed" }).fill("Asked for brevity");
    await page.getByRole("button", { name: "Save as new version" }).click();
    const versions = page.getByRole("complementary", { name: "Versions" });
    const saved = versions.getByRole("listitem").filter({ hasText: "Asked for brevity" });
    await expect(saved).toBeVisible();
    await saved.getByRole("button", { name: "Publish" }).click();
    const gate = page.getByRole("dialog", { name: /^Publish v\d+$/ });
    await expect(gate.getByText(/^All \d+ tests pass/)).toBeVisible();
    await gate.getByRole("button", { name: "Publish" }).click();
    await expect(saved.getByText("Answers visitors")).toBeVisible();
    await expect(page.getByText(/^v\d+ answers visitors$/)).toBeVisible();
  });
});

test.describe("in a conversation", () => {
  test.use({ storageState: operatorState() });

  test("a note reaches the team and not the visitor", async ({ page, visit }) => {
    const question = unique("I would like to talk to a person about a zip");
    const chat = await openWidget(await visit("/demo"));
    await chat.say(question);
    await openThread(page, question);
    await page.keyboard.press("n");
    const note = unique("Between us: check the warranty first.");
    await page.keyboard.type(note);
    await page.keyboard.press("ControlOrMeta+Enter");
    const thread = page.getByRole("main");
    await expect(thread.getByRole("article").filter({ hasText: note })).toContainText(
      "Note, team only",
    );
    // What comes after it has reached the visitor, so the note would have as well.
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await page.keyboard.type("We are looking into the zip.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(chat.log).toContainText("We are looking into the zip.");
    await expect(chat.panel).not.toContainText(note);
  });

  test("the list shows one tag alone, and its counts follow what a colleague does", async ({
    page,
    signIn,
    visit,
  }) => {
    const question = unique("I would like to talk to a person about a buckle");
    const chat = await openWidget(await visit("/demo"));
    await chat.say(question);
    await openThread(page, question);
    const tag = unique("buckle");
    await page.getByRole("combobox", { name: "Add a tag" }).fill(tag);
    await page.keyboard.press("Enter");
    const list = page.getByRole("region", { name: "Conversations" });
    await list.getByRole("combobox", { name: "Tag" }).selectOption(tag);
    await expect(list.getByRole("row")).toHaveCount(1);
    await expect(list.getByRole("row")).toContainText(question);
    await expect(list.getByRole("link", { name: "Unassigned 1" })).toBeVisible();

    const colleague = await signIn(tomas);
    await openThread(colleague, question);
    await colleague.keyboard.press("t");
    await expect(list.getByRole("link", { name: "Unassigned 0" })).toBeVisible();
    await list.getByRole("link", { name: "Unassigned" }).click();
    await expect(list).toContainText(`Nothing here carries the tag ${tag}`);
    await list.getByRole("link", { name: "Show all conversations" }).click();
    await expect(list.getByRole("row").first()).toBeVisible();
  });

  test("a visitor's question becomes a test on the page of the policy", async ({
    signIn,
    visit,
  }) => {
    const question = `How heavy is the Skerry 2 when packed? My order is ${Date.now()}.`;
    const chat = await openWidget(await visit("/demo"));
    await chat.say(question);
    await expect(chat.log.locator(".sources")).toBeVisible({ timeout: 30_000 });
    const author = await signIn({ email: "you@example.com", workspace: "tarnmoor" });
    await openThread(author, question);
    const asked = author.getByRole("article").filter({ hasText: question }).first();
    await asked.getByRole("button", { name: "Save as test" }).click();
    const dialog = author.getByRole("dialog", { name: "Save as test" });
    await expect(dialog.getByRole("textbox", { name: "Question" })).toHaveValue(
      /My order is 0{13}\./,
    );
    await expect(dialog.getByRole("checkbox", { name: "It cites Skerry 2 tent" })).toBeChecked();
    await dialog.getByRole("textbox", { name: "The answer says" }).fill("1.94 kg");
    await dialog.getByRole("button", { name: "Save as test" }).click();
    await dialog.getByRole("link", { name: "Open the page" }).click();
    const editor = await policyPage(author);
    await expect
      .poll(editor.text)
      .toMatch(
        /Asked "How heavy .* 0{13}\.", .*cites "Skerry 2 tent", .*in English, says "1\.94 kg"\./,
      );
    await expect(author.locator(".policy-problems").getByRole("button")).toHaveCount(0);
  });

  test("a reply is held when a colleague has answered meanwhile, and can be sent anyway", async ({
    page,
    signIn,
    visit,
  }) => {
    const question = unique("I would like to talk to a person about a strap");
    const chat = await openWidget(await visit("/demo"));
    await chat.say(question);
    const late = await signIn(tomas);
    const frames = await holdFrames(late);
    await openThread(late, question);
    await openThread(page, question);

    frames.hold();
    await write(page, "I have a spare strap for you.");
    await expect(chat.log).toContainText("I have a spare strap for you.");
    await write(late, "We have no straps left.");
    frames.release();

    const held = late.getByRole("alert").filter({ hasText: "Not sent yet" });
    await expect(held).toContainText("I have a spare strap for you.");
    await expect(held).toContainText("We have no straps left.");
    await expect(chat.log).not.toContainText("We have no straps left.");
    await held.getByRole("button", { name: "Send anyway" }).click();
    await expect(chat.log).toContainText("We have no straps left.");
    await expect(held).toBeHidden();
  });

  test("everything is reached with the keyboard alone", async ({ page }) => {
    await openHydrated(page, "/?workspace=tarnmoor");
    await expect(page.getByRole("row").first()).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.locator("[data-conversation]:focus")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}/);
    const first = page.url();
    const title = page.locator("main").getByRole("heading", { level: 2 }).first();
    const reply = page.getByRole("textbox", { name: "Reply to the visitor" });
    await expect(reply).toBeVisible();
    const name = await title.innerText();
    await page.keyboard.press("j");
    await expect(page).not.toHaveURL(first);
    await expect(title).not.toHaveText(name);
    await page.keyboard.press("k");
    await expect(page).toHaveURL(first);
    await expect(title).toHaveText(name);
    await expect(reply).toBeVisible();
    await page.keyboard.press("n");
    await expect(page.getByRole("textbox", { name: "Note for the team" })).toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await expect(reply).toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keys" });
    await expect(sheet).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox", { name: "Do anything" })).toBeFocused();
    await page.keyboard.type("knowledge");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/knowledge$/);
  });
});

test.describe("the session", () => {
  test("a password signs in, and signing out cuts every page of the session", async ({
    signIn,
    visit,
    complaints,
  }) => {
    const password = `four words ${crypto.randomUUID()}`;
    const settings = await signIn(priya);
    await openHydrated(settings, "/settings");
    await settings.getByLabel("New password").fill(password);
    await settings.getByRole("button", { name: "Set password" }).click();
    await expect(settings.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();

    const page = await visit("/sign-in");
    await page.getByLabel("E-mail").fill(priya.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("do not fit together");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();

    const second = await page.context().newPage();
    await openHydrated(second, "/");
    await expect(second.getByRole("heading", { name: "Inbox" })).toBeVisible();
    await page.getByRole("link", { name: "Policies", exact: true }).click();
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    await expect.poll(() => page.evaluate(keptPages)).toHaveLength(1);
    await page.getByRole("button", { name: /^Priya Nair/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect.poll(() => page.evaluate(keptPages)).toEqual([]);
    await expect(second).toHaveURL(/\/sign-in/);
    // The other session of the same person goes on.
    await settings.reload();
    await expect(settings.getByRole("heading", { name: "Settings" })).toBeVisible();
    // A page that writes in the moment in which it is cut off hears this from the browser.
    expect(complaints.filter((text) => !text.includes("CLOSING or CLOSED"))).toEqual([]);
    complaints.length = 0;
  });

  test("[RT3] a page of the workspace that was left in another tab says so", async ({ signIn }) => {
    const left = await signIn(owner);
    await openHydrated(left, "/?workspace=xin");
    const other = await left.context().newPage();
    await openHydrated(other, "/?workspace=tarnmoor");
    const banner = left.getByRole("status").filter({ hasText: "moved to another workspace" });
    await expect(banner).toBeVisible();
    await banner.getByRole("button", { name: "Load again" }).click();
    await expect(left.getByRole("button", { name: "Demo Owner, Tarnmoor" })).toBeVisible();
    await expect(banner).toBeHidden();
  });

  test("the console comes back by itself from a node that was about to stop", async ({
    signIn,
    visit,
  }) => {
    const page = await signIn(tomas);
    let refusals = 0;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (refusals > 0) {
        socket.connectToServer();
        return;
      }
      refusals += 1;
      const open = { sid: "s", upgrades: [], pingInterval: 25_000, pingTimeout: 20_000 };
      const error = { kind: "draining", message: "about to restart", retryAfterMs: 100 };
      const refusal = { message: "draining", data: error };
      socket.onMessage(() => socket.send(`44/operator,${JSON.stringify(refusal)}`));
      socket.send(`0${JSON.stringify({ ...open, maxPayload: 1_000_000 })}`);
    });
    await openHydrated(page, "/?workspace=tarnmoor");
    await expect.poll(() => refusals).toBe(1);
    const question = unique("I would like to talk to a person about a buckle");
    await (await openWidget(await visit("/demo"))).say(question);
    await expect(page.getByRole("row", { name: question })).toBeVisible({ timeout: 15_000 });
  });
});

const upload = (page: Page, name: string, text: string) =>
  page
    .getByLabel("Files to upload")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

/** Finds a conversation by its first words and opens it. */
const openThread = async (page: Page, subject: string) => {
  await openHydrated(page, "/?workspace=tarnmoor");
  await page.getByRole("row", { name: subject }).click();
  await expect(page.getByRole("main").getByRole("heading", { name: subject })).toBeVisible();
  await expect(page.getByRole("log").getByText(subject).first()).toBeVisible();
};

const write = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "Reply to the visitor" }).fill(text);
  await page.keyboard.press("ControlOrMeta+Enter");
};

/** What this browser keeps of the pages of policies. */
const keptPages = async (): Promise<unknown[]> => {
  const kept: unknown[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.endsWith("-kept")) continue;
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name);
      request.addEventListener("success", () => resolve(request.result));
    });
    if (db.objectStoreNames.contains("doc")) {
      const all = db.transaction("doc").objectStore("doc").getAll();
      await new Promise((resolve) => all.addEventListener("success", resolve));
      kept.push(...(all.result as unknown[]));
    }
    db.close();
  }
  return kept;
};
