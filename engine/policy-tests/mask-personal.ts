import { personalNumbers } from "../reply/personal-numbers.ts";

/**
 * A question without what tells who asked: mail addresses, telephone, card and identity numbers, and the numbers
 * of orders and parcels. Each is replaced by one of its form, so that the question stays one of its kind.
 */
export const maskPersonal = (text: string): string => {
  let masked = text.replaceAll(mails, "name@example.com");
  for (const found of personalNumbers(masked)) masked = masked.replaceAll(found, zeroes(found));
  return masked.replaceAll(numbers, zeroes);
};

const mails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** At least five digits, with what parts or leads them: amounts and years are shorter. */
const numbers = /(?<![\w.])(?:\+|#)?(?:[A-Z]{1,4}-?)?\d(?:[ ().-]{0,2}\d){4,}(?!\w)/g;

const zeroes = (found: string): string => found.replaceAll(/\d/g, "0");
