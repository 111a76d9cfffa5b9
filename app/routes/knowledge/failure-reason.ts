import { failureTexts, type FailureReason } from "#engine/knowledge/source-failure.ts";
import type { Locale } from "#app/i18n/locale.ts";

/** Why a source failed, as one sentence in the reader's language; null when it did not. */
export const failureReason = (code: string | null, locale: Locale): string | null => {
  if (code === null) return null;
  const known: FailureReason = code in failureTexts ? (code as FailureReason) : "internal";
  return failureTexts[known][locale];
};
