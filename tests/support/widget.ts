import { type Locator, type Page, expect } from "@playwright/test";

/** The widget as a visitor uses it. */
export type Widget = {
  readonly panel: Locator;
  /** The conversation's log: what is stored, without what is being written. */
  readonly log: Locator;
  /** Writes and sends with Enter. */
  say(text: string): Promise<void>;
};

const words = {
  en: { open: /^Open chat/, field: "Write a message", log: "Messages" },
  zh: { open: /^打开聊天/, field: "输入消息", log: "消息" },
} as const;

/** Opens the widget on a page that has it. */
export const openWidget = async (page: Page, locale: "en" | "zh" = "en"): Promise<Widget> => {
  const t = words[locale];
  await page.getByRole("button", { name: t.open }).click();
  const panel = page.getByRole("dialog");
  const field = panel.getByRole("textbox", { name: t.field });
  await expect(field).toBeFocused();
  return {
    panel,
    log: panel.getByRole("log", { name: t.log }),
    say: async (text) => {
      await field.fill(text);
      await field.press("Enter");
      await expect(field).toHaveValue("");
    },
  };
};
