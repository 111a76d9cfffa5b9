/**
 * The words of a text as a reader counts them, in order: Chinese characters and kana one by one, all else by
 * runs of letters and digits. An apostrophe between letters belongs to its word; other signs count for nothing.
 */
export const wordsOf = (text: string): readonly string[] => text.match(word) ?? [];

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}]|(?<=\p{L})['’](?=\p{L}))+/gu;
