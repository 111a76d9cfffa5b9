import { setupI18n, type I18n, type Messages } from "@lingui/core";
import type { Locale } from "./locale.ts";

const load: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import("./locales/en.po"),
  zh: () => import("./locales/zh.po"),
};

/** A fresh instance for each request: a shared one would leak one person's language to another. */
export const makeI18n = async (locale: Locale): Promise<I18n> => {
  const { messages } = await load[locale]();
  return setupI18n({ locale, messages: { [locale]: messages } });
};
