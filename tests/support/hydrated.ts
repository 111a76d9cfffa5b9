import type { Page } from "@playwright/test";

/**
 * Opens a page of the console and waits until it runs: what is typed or dropped before reaches nobody.
 * React marks the elements it has taken over with properties of its own.
 */
export const openHydrated = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.waitForFunction(() => {
    const content = document.querySelector("#content, main");
    return content !== null && Object.keys(content).some((key) => key.startsWith("__react"));
  });
};
