import type { BrowserContext, Locator, Page } from "@playwright/test";
import { cuttableLine } from "./cuttable-line.ts";
import { openHydrated } from "./hydrated.ts";
import { type Opening, openMember } from "./open-member.ts";
import { policyPage } from "./policy-page.ts";
import type { RunningServer } from "./start-server.ts";

/** Somebody who has the page of the demo's first policy open, in a browser context of their own. */
export type Author = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly line: Awaited<ReturnType<typeof cuttableLine>>;
  /** What is said about the page. */
  readonly talk: Locator;
  editor: Awaited<ReturnType<typeof policyPage>>;
};

/** Opens the page for the owner, Maya and Priya, one after the other. */
export const openAuthors = async (
  server: RunningServer,
  opening: Opening,
): Promise<{ readonly owner: Author; readonly maya: Author; readonly priya: Author }> => {
  const open = async (email: string): Promise<Author> => {
    const page = await openMember(server, opening, email);
    const line = await cuttableLine(page);
    await openHydrated(page, "/policies");
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    const talk = page.getByRole("region", { name: "Comments and suggestions" });
    return { context: page.context(), page, line, talk, editor: await policyPage(page) };
  };
  return {
    owner: await open("you@example.com"),
    maya: await open("maya@example.com"),
    priya: await open("priya@example.com"),
  };
};

/** The card of the thread that says something. */
export const threadCard = (talk: Locator, words: string): Locator =>
  talk.locator("[data-thread-card]").filter({ hasText: words });

/** Selects words of one line in the editor. */
export const selectWords = (page: Page, words: string): Promise<void> =>
  page.locator(".cm-line", { hasText: words }).evaluate((line, wanted) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at === -1) continue;
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
    throw new Error(`The line does not say ${wanted} in one piece`);
  }, words);
