/**
 * Which UTF-16 some bytes are, by their mark or, without one, by what stands in every other byte; null
 * when they are none. The high bytes of Latin and Chinese text are nearly all of a few kinds, the low
 * ones of many.
 */
export const looksLikeUtf16 = (bytes: Uint8Array): "utf-16le" | "utf-16be" | null => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 4096);
  const half = Math.floor(sample.length / 2);
  if (half < 8 || bytes.length % 2 === 1) return null;
  const high = { even: 0, odd: 0 };
  const zero = { even: 0, odd: 0 };
  for (let index = 0; index < half * 2; index += 1) {
    const side = index % 2 === 0 ? "even" : "odd";
    const byte = sample[index]!;
    if (byte === 0) zero[side] += 1;
    if (isHighByte(byte)) high[side] += 1;
  }
  const isSure = (here: "even" | "odd", there: "even" | "odd") =>
    high[here] >= half * 0.95 &&
    (zero[here] >= half * 0.5 ? zero[there] <= half * 0.01 : high[there] < half * 0.6);
  if (isSure("odd", "even")) return "utf-16le";
  return isSure("even", "odd") ? "utf-16be" : null;
};

/** Of Latin letters, general and Chinese punctuation, Chinese characters, and full-width forms. */
const isHighByte = (byte: number): boolean =>
  byte === 0 || byte === 0x20 || byte === 0x30 || (byte >= 0x4e && byte <= 0x9f) || byte === 0xff;
