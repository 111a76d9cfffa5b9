/** What an installation says of its crawls. */
export type WebSettings = {
  /** Entries of address-rules.ts: what may be connected to besides the public internet. */
  readonly allow: readonly string[];
  /** Where who runs a crawled server learns who reads it, for the user agent; null where that is not known. */
  readonly contact: string | null;
};

/** The public internet and nothing else. */
export const publicWeb: WebSettings = { allow: [], contact: null };
