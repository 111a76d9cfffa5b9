/** What one source and one tenant may hold. Each has a reason code in source-failure.ts. */
export const limits = {
  /** Raw bytes of a source; the schema has the same number. */
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
} as const;
