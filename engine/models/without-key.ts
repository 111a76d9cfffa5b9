/** Characters of a key in a row that may not be shown. Fewer are found in any text. */
const tellingLength = 6;

/** A text in which every piece of the key is replaced: servers repeat keys in their errors. */
export const withoutKey = (text: string, key: string): string => {
  let shown = "";
  for (let at = 0; at < text.length;) {
    let end = at;
    while (end < text.length && key.includes(text.slice(at, end + 1))) end += 1;
    const isTelling = end > at && end - at >= Math.min(tellingLength, key.length);
    shown += isTelling ? "••••" : text.charAt(at);
    at = isTelling ? end : at + 1;
  }
  return shown;
};
