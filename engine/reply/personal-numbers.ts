/**
 * Numbers in a text that, by their check digits or their form, can hardly be anything but a payment card, a
 * bank account (IBAN), a Chinese identity card or a social security number of the United States.
 */
export const personalNumbers = (text: string): string[] => [
  ...(text.match(/(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])/g) ?? []).filter(isCard),
  ...(text.match(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g) ?? []).filter(isIban),
  ...(text.match(/(?<!\d)\d{17}[\dXx](?!\d)/g) ?? []).filter(isChineseId),
  ...(text.match(/(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g) ?? []),
];

/** Luhn's sum, and a first digit that card schemes use. */
const isCard = (found: string): boolean => {
  const digits = found.replaceAll(/\D/g, "");
  if (!/^[2-6]/.test(digits)) return false;
  const sum = Array.from(digits)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? Number(digit) : Number(digit) * 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
};

/** Letters count from 10, and the whole is 1 modulo 97 with its beginning moved to the end. */
const isIban = (found: string): boolean => {
  const plain = found.replaceAll(" ", "");
  const number = Array.from(plain.slice(4) + plain.slice(0, 4), (sign) =>
    String(parseInt(sign, 36)),
  ).join("");
  let rest = 0;
  for (const digit of number) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
};

/** GB 11643: weights of the first seventeen, X for ten. */
const isChineseId = (found: string): boolean => {
  const sum = chineseWeights.reduce((total, weight, at) => total + weight * Number(found[at]), 0);
  return "10X98765432"[sum % 11] === found[17]?.toUpperCase();
};
const chineseWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
