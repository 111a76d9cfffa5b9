/**
 * A text as the eye reads it: one form of each letter (NFKC), Latin letters for those of other alphabets
 * that look the same, no invisible characters, no accents, lower case. For finding what must not be said
 * however it is spelt; not for showing.
 */
export const plainLetters = (text: string): string =>
  Array.from(
    text
      .normalize("NFKC")
      .normalize("NFKD")
      .replaceAll(/[\p{M}\p{Cf}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu, "")
      .toLowerCase(),
    (letter) => lookAlikes.get(letter) ?? letter,
  ).join("");

/** Letters by the Latin one they look like: Cyrillic, Greek, Armenian, Cherokee and small capitals. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аαɑᴀ",
    b: "ьвβʙƅ",
    c: "сϲᴄⅽ",
    d: "ԁɗᴅ",
    e: "еєεҽᴇ℮",
    f: "ғƒꜰ",
    g: "ɡցɢ",
    h: "һհнʜ",
    i: "іιıɩɪӏ",
    j: "јʝᴊ",
    k: "кκᴋ",
    l: "ӏⅼʟǀ",
    m: "мᴍ",
    n: "ոпηɴ",
    o: "оοօσᴏ",
    p: "рρᴘ",
    q: "ԛգ",
    r: "гᴦʀ",
    s: "ѕꜱ",
    t: "тτᴛ",
    u: "υսцᴜ",
    v: "ѵνᴠ",
    w: "ԝωᴡш",
    x: "хχ×",
    y: "уγүʏ",
    z: "ᴢʐ",
  }).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);
