import type { Locale } from "#contract/ids.ts";

/**
 * The language of a text: Chinese when Chinese characters outweigh other words (a product's Latin name
 * in a Chinese sentence does not count against it), English when it has other words, `otherwise` when it has none.
 */
export const detectLanguage = (text: string, otherwise: Locale): Locale => {
  const plain = text.replaceAll(/https?:\/\/\S+/g, " ");
  const chinese = plain.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = plain.match(/[\p{L}--\p{Script=Han}]+/gv)?.length ?? 0;
  if (chinese === 0 && words === 0) return otherwise;
  return chinese >= words ? "zh" : "en";
};
