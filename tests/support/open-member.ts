import type { Browser, BrowserContext, Page } from "@playwright/test";
import { memberSession } from "./member-session.ts";
import type { RunningServer } from "./start-server.ts";

/** What a test opens people with: its browser, and the fixture that watches their consoles. */
export type Opening = { readonly browser: Browser; watch(context: BrowserContext): void };

/** A page of a member of the demo's shop, in a browser context of its own; the owner's unless said otherwise. */
export const openMember = async (
  server: RunningServer,
  { browser, watch }: Opening,
  email = "you@example.com",
): Promise<Page> => {
  const storageState = await memberSession(server, { email, workspace: "tarnmoor" });
  const context = await browser.newContext({ baseURL: server.url, storageState });
  watch(context);
  return context.newPage();
};
