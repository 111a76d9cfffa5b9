/** What the thread of the bundled model is asked: a vector for each text. */
export type BundledRequest = { readonly texts: readonly string[] };

/** What it answers. */
export type BundledAnswer =
  | { readonly type: "vectors"; readonly vectors: readonly Float32Array[] }
  | { readonly type: "failed"; readonly message: string };
