import { SourceFailure } from "../source-failure.ts";
import { looksLikeUtf16 } from "./utf-16.ts";

/**
 * Turns bytes into text. A byte order mark decides, or the look of UTF-16; then UTF-8, also with a few
 * damaged bytes; then GB18030 (with GBK) or Big5, which many Chinese files still are in; then
 * Windows-1252, if it gives readable words. The result is well-formed, has LF line ends and no NUL.
 */
export const decodeText = (bytes: Uint8Array, declared: string | null = null): string => {
  const text =
    asUtf16(bytes) ??
    strictly(bytes, "utf-8") ??
    asDeclared(bytes, declared) ??
    nearlyUtf8(bytes) ??
    asChinese(bytes) ??
    asWestern(bytes);
  if (text === null) throw new SourceFailure({ reason: "encoding", detail: null });
  return cleanText(text);
};

/** Makes a text fit to store: well-formed, LF line ends, without NUL and other invisible controls. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    // What is removed here shows on no screen: controls, byte order marks, soft hyphens.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\u200b\u00ad]/g, "");

const asUtf16 = (bytes: Uint8Array): string | null => {
  const encoding = looksLikeUtf16(bytes);
  return encoding === null ? null : new TextDecoder(encoding).decode(bytes);
};

const strictly = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not in this encoding, or the encoding is unknown: the caller tries the next.
    return null;
  }
};

const asDeclared = (bytes: Uint8Array, declared: string | null): string | null =>
  declared === null ? null : strictly(bytes, declared);

/** One damaged place in a thousand characters: a file cut in two or glued together, not another encoding. */
const nearlyUtf8 = (bytes: Uint8Array): string | null => {
  const text = new TextDecoder("utf-8").decode(bytes);
  const damaged = text.split("\ufffd").length - 1;
  return damaged * 1000 <= text.length ? text.replaceAll("\ufffd", "") : null;
};

/**
 * The better of the two Chinese encodings. Nearly any bytes are characters in either of them, so a text
 * must be made of Chinese characters, and of the two the one with more everyday ones is right. A file
 * that was cut in the middle of a character is forgiven.
 */
const asChinese = (bytes: Uint8Array): string | null => {
  const readings = ["gb18030", "big5"].flatMap((encoding) => {
    const text = strictly(bytes, encoding) ?? strictly(bytes.subarray(0, -1), encoding);
    if (text === null) return [];
    const sample = text.slice(0, sampleLength);
    const foreign = Math.max(1, countOf(sample, /[^\u0000-\u007f]/gu));
    const isChinese = countOf(sample, chinese) / foreign > 0.9;
    return isChinese ? [{ text, share: countOf(sample, everyday) / foreign }] : [];
  });
  const [best] = readings.toSorted((a, b) => b.share - a.share);
  return best?.text ?? null;
};

const chinese = /[\u4e00-\u9fa5\u3000-\u301f\uff01-\uff5e“”‘’—…·]/gu;

/** Marks and characters that make up a third of any Chinese text, simplified or traditional. */
const everyday =
  /[，。、：；？！（）的一是不了在有人我他中大上到和你地出也得就要下以生自之可能好日月年用方如前所本同三天心多小家如果或者及您请請会會为為这這个個时時们們来來对對后後]/gu;

const asWestern = (bytes: Uint8Array): string | null => {
  const text = new TextDecoder("windows-1252").decode(bytes);
  const sample = text.slice(0, sampleLength);
  const foreign = countOf(sample, /[^\u0000-\u007f]/g);
  const letters = countOf(sample, /[À-ÿ‘’“”–—…€™©®«»°]/g);
  return foreign / sample.length < 0.2 && letters / Math.max(1, foreign) > 0.9 ? text : null;
};

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** So much of a text shows what it is. */
const sampleLength = 200_000;
