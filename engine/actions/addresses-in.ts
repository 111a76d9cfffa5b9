/** E-mail addresses in somebody's words, in their order. */
export const addressesIn = (words: string): readonly string[] =>
  words.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
