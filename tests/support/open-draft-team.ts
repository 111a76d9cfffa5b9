import { expect, type Page } from "@playwright/test";
import { openHydrated } from "./hydrated.ts";
import { type Opening, openMember } from "./open-member.ts";
import type { RunningServer } from "./start-server.ts";
import { openWidget } from "./widget.ts";

/** Opens two operators of a workspace whose answers wait as drafts, and a visitor of its shop, each in a browser context of their own. */
export const openDraftTeam = async (server: RunningServer, opening: Opening) => {
  const { browser, watch } = opening;
  const owner = await openMember(server, opening);
  const maya = await openMember(server, opening, "maya@example.com");
  await openHydrated(owner, "/settings/modes");
  await owner.getByLabel("Whole workspace").selectOption("draft");
  await expect(owner.getByText("set for the workspace")).toBeVisible();
  const visitors = await browser.newContext({ baseURL: server.url });
  watch(visitors);
  const shop = await visitors.newPage();
  await shop.goto("/demo");
  return {
    owner,
    maya,
    visitor: await openWidget(shop),
    /** Before the server ends: a page that loses it complains. */
    close: async () => {
      for (const page of [owner, maya, shop]) await page.context().close();
    },
  };
};

/** Opens the first conversation of the list that asks something, and its draft, once it can be written in. */
export const openDraft = async (page: Page, asks: string | RegExp) => {
  await page.getByRole("gridcell", { name: asks }).first().click();
  const field = page.getByLabel("Draft of the reply, shared with the team");
  await expect(field).toBeEditable({ timeout: 30_000 });
  return field;
};
