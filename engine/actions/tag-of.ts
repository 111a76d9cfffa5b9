import { limits } from "#contract/names.ts";
import { ActionRefused } from "./action-refused.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/**
 * A tag as it is stored: one line, lower case, in Unicode's composed form, so that two spellings that look the
 * same are one tag. Refused as `invalid` when it shows nothing or is too long.
 */
export const tagOf = (words: string): string => {
  const tag = words
    .toWellFormed()
    .replace(/[\p{Control}\p{White_Space}\p{Bidi_Control}]+/gu, " ")
    .trim()
    .normalize("NFC")
    .toLowerCase();
  if (!hasVisibleCharacter(tag)) {
    throw new ActionRefused({ kind: "invalid", message: "A tag needs at least one letter." });
  }
  if (tag.length > limits.tagLength) {
    throw new ActionRefused({
      kind: "invalid",
      message: `A tag has ${limits.tagLength} characters at most. Shorten it.`,
    });
  }
  return tag;
};
