/** A 32-bit hash of part of a string (FNV-1a over UTF-16 code units, then mixed so that low bits are good too). */
export const hash32 = (text: string, seed = 0, start = 0, end = text.length): number =>
  mixHash(continueHash(hashState(seed), text, start, end));

/** Where a hash begins: the texts that follow are hashed as if they were one. */
export const hashState = (seed: number): number => 0x811c9dc5 ^ seed;

/** The state after one more text. */
export const continueHash = (state: number, text: string, start = 0, end = text.length): number => {
  let hash = state;
  for (let index = start; index < end; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
};

/** The hash of a state. */
export const mixHash = (state: number): number => {
  let hash = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
