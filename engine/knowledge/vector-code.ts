/** Bits of a code. docs/decisions/008-embedding-models.md has what fewer would lose. */
const bits = 1024;

/**
 * A short code of a vector as a string of 0 and 1: on which side of 1024 planes through the origin it
 * lies. Vectors that point the same way have codes that differ in few bits, whatever the number of
 * dimensions, and counting those is what makes the first look at many vectors fast. The planes are the
 * same for ever: a code that is stored depends on them.
 */
export const codeOf = (vector: ArrayLike<number>): string => {
  const planes = planesFor(vector.length);
  let code = "";
  for (let bit = 0; bit < bits; bit += 1) {
    let side = 0;
    const start = bit * vector.length;
    for (let index = 0; index < vector.length; index += 1) {
      side += vector[index]! * planes[start + index]!;
    }
    code += side > 0 ? "1" : "0";
  }
  return code;
};

/** The planes of the numbers of dimensions in use: a kilobyte for each dimension. */
const known = new Map<number, Int8Array>();

const planesFor = (dims: number): Int8Array => {
  const planes = known.get(dims) ?? makePlanes(dims);
  known.set(dims, planes);
  return planes;
};

/** Random signs by xorshift: as good as other directions here, and cheap to make. */
const makePlanes = (dims: number): Int8Array => {
  const planes = new Int8Array(bits * dims);
  let state = 0x9e3779b9 ^ dims;
  for (let index = 0; index < planes.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    planes[index] = (state >>> 16) & 1 ? 1 : -1;
  }
  return planes;
};
