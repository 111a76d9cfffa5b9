import type { Locale } from "#contract/ids.ts";
import { afterHours } from "./templates/after-hours.ts";
import { cautiousDrafts } from "./templates/cautious-drafts.ts";
import { fullAuto } from "./templates/full-auto.ts";
import { orderStatus } from "./templates/order-status.ts";

/** Names of the pages to start from. */
export const templateNames = [
  "cautious-drafts",
  "full-auto",
  "order-status",
  "after-hours",
] as const;

/** One of them. */
export type TemplateName = (typeof templateNames)[number];

/** The text of a page to start from, in a language, for a workspace. It has no problem. */
export const templateText = (name: TemplateName, lang: Locale, workspaceName: string): string =>
  pages[name][lang].replaceAll("{name}", () => workspaceName.replaceAll(/\s+/g, " ").slice(0, 80));

/** Whether somebody's word is the name of a template. */
export const isTemplateName = (word: string): word is TemplateName =>
  templateNames.some((name) => name === word);

const pages: Readonly<Record<TemplateName, Readonly<Record<Locale, string>>>> = {
  "cautious-drafts": cautiousDrafts,
  "full-auto": fullAuto,
  "order-status": orderStatus,
  "after-hours": afterHours,
};
