import { SourceFailure } from "../source-failure.ts";

/**
 * Turns bytes into text. A byte order mark decides; then UTF-8, also with a few damaged bytes; then
 * GB18030, which many Chinese files still are in; then Windows-1252, if it gives readable words.
 * The result is well-formed, has LF line ends and no NUL.
 */
export const decodeText = (bytes: Uint8Array, declared: string | null = null): string => {
  const text =
    byMark(bytes) ??
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

const byMark = (bytes: Uint8Array): string | null => {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return new TextDecoder("utf-8").decode(bytes);
  }
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return null;
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

/** Nearly any bytes are GB18030 of something; real Chinese is mostly made of common characters. */
const asChinese = (bytes: Uint8Array): string | null => {
  const text = strictly(bytes, "gb18030");
  if (text === null) return null;
  const sample = text.slice(0, sampleLength);
  const foreign = sample.match(/[^\u0000-\u007f]/gu)?.length ?? 0;
  const chinese = sample.match(/[\u4e00-\u9fa5\u3000-\u301f\uff01-\uff5e“”‘’—…·]/gu)?.length ?? 0;
  return chinese / Math.max(1, foreign) > 0.9 ? text : null;
};

const asWestern = (bytes: Uint8Array): string | null => {
  const text = new TextDecoder("windows-1252").decode(bytes);
  const sample = text.slice(0, sampleLength);
  const foreign = sample.match(/[^\u0000-\u007f]/g)?.length ?? 0;
  const letters = sample.match(/[À-ÿ‘’“”–—…€™©®«»°]/g)?.length ?? 0;
  return foreign / sample.length < 0.2 && letters / Math.max(1, foreign) > 0.9 ? text : null;
};

/** So much of a text shows what it is. */
const sampleLength = 200_000;
