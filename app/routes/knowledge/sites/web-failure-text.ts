import type { Locale } from "#app/i18n/locale.ts";
import { failureText } from "#engine/knowledge/source-failure.ts";
import { webFailureTexts } from "#engine/knowledge/web/web-failure.ts";

const texts: Readonly<Record<string, Readonly<Record<Locale, string>>>> = webFailureTexts;

/** Why a site or one of its pages could not be read, in the reader's language; null when it could. */
export const webFailureText = (code: string | null, locale: Locale): string | null =>
  code === null ? null : (texts[code]?.[locale] ?? failureText(code, locale, null));
