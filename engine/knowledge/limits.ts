/** What one source and one tenant may hold. Each has a reason code in source-failure.ts. */
export const limits = {
  /**
   * Raw bytes of a source; the schema has the same number. The embedded engine holds a row several times
   * over while it is stored: 20 MB is what its memory bears beside everything else.
   * One statement to it may have 64 MiB and bytes travel as hex, so it refuses a row of 50 MB.
   */
  sourceBytes: 20 * 1024 * 1024,
  /** Text taken from a source, in UTF-16 code units: two thousand dense pages. */
  textLength: 8_000_000,
  pages: 2000,
  chunksOfSource: 8000,
  chunksOfTenant: 50_000,
  sourcesOfTenant: 2000,
  /** Time to read and cut one source. */
  extractionMs: 60_000,
  /** Memory of the thread that reads a source. */
  extractionHeapMb: 512,
  /** Attempts before a source is given up: with pauses of 2, 4, 8, 16 and 32 seconds a minute of trouble is outlasted. */
  attempts: 6,
  /** Bytes of an uploaded archive: it is never stored, only what is in it. */
  archiveBytes: 50 * 1024 * 1024,
  /** Files in one archive: a large help centre; more are a mistake. */
  archiveEntries: 1000,
  /** Bytes of all that one archive, or one Office document, unpacks to. */
  unpackedBytes: 200 * 1024 * 1024,
  /** Unpacked to packed. Text reaches 20, deflate ends at 1032; 200 leaves room for tables of zeros. */
  unpackRatio: 200,
} as const;
