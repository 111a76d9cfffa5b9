/** How often each of some hashed things occurs: hashes in ascending order, and a count (weighted by field) for each. */
export type Counts = { readonly ids: Uint32Array; readonly counts: Float32Array };

/** Packs a map of hash to count. */
export const countsOf = (map: ReadonlyMap<number, number>): Counts => {
  const ids = new Uint32Array(map.size);
  let next = 0;
  for (const id of map.keys()) ids[next++] = id;
  ids.sort();
  const counts = new Float32Array(ids.length);
  for (let index = 0; index < ids.length; index += 1) counts[index] = map.get(ids[index]!) ?? 0;
  return { ids, counts };
};

/** The count of one hash, 0 when it does not occur. */
export const countIn = ({ ids, counts }: Counts, id: number): number => {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle]!;
    if (found === id) return counts[middle]!;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
};

/** Counts as bytes for the database: number of entries, hashes, counts; little endian, four bytes each. */
export const encodeCounts = ({ ids, counts }: Counts): Buffer => {
  const bytes = Buffer.allocUnsafe(4 + ids.length * 8);
  bytes.writeUInt32LE(ids.length, 0);
  for (let index = 0; index < ids.length; index += 1) {
    bytes.writeUInt32LE(ids[index]!, 4 + index * 4);
    bytes.writeFloatLE(counts[index]!, 4 + (ids.length + index) * 4);
  }
  return bytes;
};

/** Reads what encodeCounts wrote. */
export const decodeCounts = (bytes: Uint8Array): Counts => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const ids = new Uint32Array(length);
  const counts = new Float32Array(length);
  for (let index = 0; index < length; index += 1) {
    ids[index] = view.getUint32(4 + index * 4, true);
    counts[index] = view.getFloat32(4 + (length + index) * 4, true);
  }
  return { ids, counts };
};
