/** A 32-bit hash of part of a string (FNV-1a over UTF-16 code units, then mixed so that low bits are good too). */
export const hash32 = (text: string, seed = 0, start = 0, end = text.length): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = start; index < end; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
