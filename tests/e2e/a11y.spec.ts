import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { operatorState } from "../support/e2e-folder.ts";
import { expect, test } from "../support/page.ts";
import { openHydrated } from "../support/hydrated.ts";
import { openWidget } from "../support/widget.ts";

/* WCAG 2 A and AA by axe on every page: light, dark, and at the width of a telephone. */

/** A page is loaded once and then looked at in each; what is dark differs from what is light in its colours alone. */
const looks = [
  { name: "light", colorScheme: "light", width: 1280, height: 900 },
  { name: "dark", colorScheme: "dark", width: 1280, height: 900 },
  { name: "390 px", colorScheme: "light", width: 390, height: 844 },
] as const;

/** Pages of the console, each with how to come there. */
const consolePages: Readonly<Record<string, (page: Page) => Promise<string>>> = {
  "the inbox": () => Promise.resolve("/"),
  "a thread": async (page) => `/c/${await answeredConversation(page)}`,
  "the why drawer": async (page) => {
    const id = await answeredConversation(page);
    return `/c/${id}?why=${await decisionOf(page, id)}`;
  },
  knowledge: () => Promise.resolve("/knowledge"),
  "a source": (page) => firstLink(page, "/knowledge", /^\/knowledge\/[0-9a-f-]{36}$/),
  retrieval: () => Promise.resolve("/knowledge/retrieval"),
  unanswered: () => Promise.resolve("/knowledge/unanswered"),
  policies: () => Promise.resolve("/policies"),
  "a policy": (page) => firstLink(page, "/policies", /^\/policies\/[0-9a-f-]{36}$/),
  delivery: () => Promise.resolve("/delivery"),
  help: () => Promise.resolve("/help/operate"),
  settings: () => Promise.resolve("/settings"),
  models: () => Promise.resolve("/settings/models"),
  "orders and tickets": () => Promise.resolve("/settings/crm"),
  mail: () => Promise.resolve("/settings/mail"),
  "search models": () => Promise.resolve("/settings/search"),
  modes: () => Promise.resolve("/settings/modes"),
  "the shadow report": () => Promise.resolve("/settings/modes/shadow"),
  ratings: () => Promise.resolve("/settings/ratings"),
  hours: () => Promise.resolve("/settings/hours"),
  publishing: () => Promise.resolve("/settings/publishing"),
  decisions: () => Promise.resolve("/decisions"),
  "a decision": (page) => firstLink(page, "/decisions", /^\/decisions\/[0-9a-f-]{36}$/),
  "a replay": async (page) => `/replay/${await answeredConversation(page)}`,
};

/** What opens on a page of the console, each with its page and how it is opened. */
const opened: Readonly<Record<string, readonly [string, (page: Page) => Promise<void>]>> = {
  "a tried question": [
    "/knowledge/retrieval",
    async (page) => {
      await page.getByRole("textbox", { name: "Question" }).fill("How heavy is the Skerry 2?");
      await expect(page.getByRole("region", { name: "After" })).toContainText("Skerry 2");
    },
  ],
  "pasting text": ["/knowledge", (page) => openDialog(page, "Paste text")],
  "adding a site": ["/knowledge", (page) => openDialog(page, "Add a site")],
  "adding a model": ["/settings/models", (page) => openDialog(page, "Add a model")],
  "undoing decisions": [
    "/decisions",
    async (page) => {
      await page.getByRole("button", { name: "Undo these" }).click();
      await expect(page.getByRole("dialog", { name: /^Undo what/ })).toBeVisible();
    },
  ],
  "deleting a source": [
    "/knowledge",
    async (page) => {
      await page
        .getByRole("button", { name: /^More about / })
        .first()
        .click();
      await page.getByRole("menuitem", { name: /^Delete/ }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  ],
};

test.describe("the console", () => {
  test.use({ storageState: operatorState() });
  test.beforeEach(async ({ page }) => void (await page.request.get("/?workspace=tarnmoor")));

  for (const [name, find] of Object.entries(consolePages)) {
    test(`${name} has no serious problem`, async ({ page }) => {
      await page.goto(await find(page));
      await expect(page.locator("#content, main").first()).toBeVisible();
      for (const look of looks) {
        await show(page, look);
        expect.soft(await problemsOf(page, look), look.name).toEqual([]);
        expect.soft(await cutAtTheRight(page), look.name).toEqual([]);
      }
    });
  }

  for (const [name, [path, open]] of Object.entries(opened)) {
    test(`${name} has no serious problem`, async ({ page }) => {
      await openHydrated(page, path);
      await open(page);
      for (const look of looks) {
        await show(page, look);
        expect.soft(await problemsOf(page, look), look.name).toEqual([]);
        expect.soft(await cutAtTheRight(page), look.name).toEqual([]);
      }
    });
  }
});

test("signing in has no serious problem", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  for (const look of looks) {
    await show(page, look);
    expect.soft(await problemsOf(page, look), look.name).toEqual([]);
  }
});

for (const path of ["/demo", "/ask"]) {
  for (const look of looks) {
    test(`${path} with the open widget has no serious problem (${look.name})`, async ({ page }) => {
      await show(page, look);
      await page.goto(path);
      await openWidget(page);
      await expect(page.getByRole("dialog").getByRole("list").first()).toBeVisible();
      expect(await problemsOf(page, look)).toEqual([]);
    });
  }
}

type Look = (typeof looks)[number];

const show = async (page: Page, look: Look) => {
  await page.setViewportSize({ width: look.width, height: look.height });
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
};

const openDialog = async (page: Page, name: string) => {
  await page.getByRole("button", { name }).click();
  await expect(page.getByRole("dialog", { name })).toBeVisible();
};

/** What axe finds that keeps people out, by rule and place. */
const problemsOf = async (page: Page, { colorScheme }: Look): Promise<string[]> => {
  const axe = new AxeBuilder({ page });
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
  else axe.withTags(tags);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
};

/** Texts and controls that stick out of the window where nobody can scroll to them. */
const cutAtTheRight = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3, p, a, button, input, textarea, article, td")]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        const scrolls = element.closest(".tbl-wrap, .filters") !== null;
        return width > 1 && right > innerWidth + 1 && !scrolls;
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.trim()}`),
  );

type Row = { readonly id: string; readonly previewBy: string | null };

/** A conversation of the demo that the AI has answered. */
const answeredConversation = async (page: Page): Promise<string> => {
  const { rows } = (await (await page.request.get("/inbox/rows?view=ai")).json()) as {
    rows: Row[];
  };
  const found = rows.find(({ previewBy }) => previewBy === "ai");
  if (found === undefined) throw new Error("the demo has no answer of the AI");
  return found.id;
};

const decisionOf = async (page: Page, conversationId: string): Promise<string> => {
  await page.goto(`/c/${conversationId}`);
  const id = await page.locator("[data-why]").last().getAttribute("data-why");
  if (id === null) throw new Error("the thread has no decision");
  return id;
};

/** The first address of a kind that a page links to. */
const firstLink = async (page: Page, path: string, kind: RegExp): Promise<string> => {
  await page.goto(path);
  const links = await page.getByRole("main").getByRole("link").all();
  const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
  const found = addresses.find((address) => address !== null && kind.test(address));
  if (typeof found !== "string") throw new Error(`${path} links to nothing like ${kind.source}`);
  return found;
};
