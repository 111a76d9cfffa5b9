import { failureText } from "#engine/knowledge/source-failure.ts";
import type { Source } from "#db/reads/knowledge.ts";
import type { Locale } from "#app/i18n/locale.ts";

/** Why a source failed, as a sentence in the reader's language; null when it did not. */
export const failureReason = (
  { failureReason: code, failureAt }: Pick<Source, "failureReason" | "failureAt">,
  locale: Locale,
): string | null => (code === null ? null : failureText(code, locale, failureAt));
