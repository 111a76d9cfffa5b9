import { expect, type Locator, type Page } from "@playwright/test";

/** The page of a policy in its editor, once it is written together. */
export const policyPage = async (page: Page) => {
  const field: Locator = page.locator(".cm-content");
  await expect(field).toBeVisible();
  return {
    field,
    /** The whole text, also what is scrolled away. */
    text: () => page.locator('input[name="text"]').inputValue(),
    /** Replaces the whole text, as somebody who selects and pastes. */
    fill: async (text: string) => {
      await field.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    },
  };
};
