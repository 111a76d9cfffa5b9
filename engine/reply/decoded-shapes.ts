/**
 * A text in every form in which something hidden in it may be carried past a reader: as it is, rot13, and what stands in it as base64 (also its form for addresses), hex, percent codes, entities or
 * character numbers, also backwards, twice over. What a form says backwards is for the caller to look for.
 */
export const decodedShapes = (text: string): string[] => {
  const once = [text, rot13(text), ...decoded(text), ...decoded(reverse(text))];
  const twice = once
    .slice(1)
    .filter(isWriting)
    .slice(0, maxShapes)
    .flatMap((shape) => [rot13(shape), ...decoded(shape)]);
  return [...once, ...twice];
};

/** Forms that are looked at once more: an answer has few, an attack on the guard's time many. */
const maxShapes = 20;

/** Most words read as base64 give noise, in which nothing is written. */
const isWriting = (shape: string) =>
  shape.length >= 8 && (shape.match(/[\x20-\x7e]/g)?.length ?? 0) > 0.9 * shape.length;

const reverse = (text: string) => Array.from(text).toReversed().join("");

const rot13 = (text: string) =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCodePoint(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

const decoded = (text: string): string[] => {
  const dense = text.replaceAll(/\s/g, "");
  const pieces = new Set([
    ...(text.match(/[\w+/=-]{8,}/g) ?? []),
    ...(dense.match(/[\w+/=-]{8,}/g) ?? []),
  ]);
  return [
    ...[...pieces].flatMap(fromBase64),
    fromHex(text),
    fromNumbers(text),
    fromPercent(text),
    fromEntities(text),
  ].filter((shape) => shape !== "" && shape !== text);
};

/** Words glued before it shift base64: each of the four beginnings is tried. */
const fromBase64 = (piece: string) =>
  [0, 1, 2, 3].map((start) => Buffer.from(piece.slice(start), "base64").toString("latin1"));

/** "58494e", "58 49 4E", "\x58\x49", "0x58, 0x49": all digits of base 16 in one line, from both beginnings. */
const fromHex = (text: string) => {
  const digits = text
    .replaceAll(/0x|\\x|\\u00/gi, "")
    .match(/(?:[0-9a-f]{2}[\s,:;-]*){4,}/gi)
    ?.map((run) => run.replaceAll(/[^0-9a-f]/gi, ""));
  return (digits ?? [])
    .flatMap((run) => [run, run.slice(1)])
    .map((run) => Buffer.from(run, "hex").toString("latin1"))
    .join(" ");
};

/** "88 73 78 45": characters by number. */
const fromNumbers = (text: string) =>
  (text.match(/(?:\b\d{2,3}\b[\s,;.-]*){4,}/g) ?? [])
    .map((run) =>
      (run.match(/\d+/g) ?? []).map((code) => String.fromCodePoint(Number(code))).join(""),
    )
    .join(" ");

const fromPercent = (text: string) =>
  /%[0-9a-f]{2}/i.test(text)
    ? text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCodePoint(parseInt(hex, 16)),
      )
    : "";

const fromEntities = (text: string) =>
  text.includes("&#")
    ? text.replaceAll(/&#(x?)([0-9a-f]{2,4});?/gi, (_, x: string, code: string) =>
        String.fromCodePoint(parseInt(code, x === "" ? 10 : 16) || 0x20),
      )
    : "";
