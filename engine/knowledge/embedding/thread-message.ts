/** What the thread of a model is asked: a vector for each text. */
export type ThreadRequest = { readonly texts: readonly string[] };

/** What it answers. */
export type ThreadAnswer =
  | { readonly type: "vectors"; readonly vectors: readonly Float32Array[] }
  | { readonly type: "failed"; readonly message: string };

/** What the thread of a local model begins with: where the package and the model are, and how it is read. */
export type LocalModelData = {
  readonly entry: string;
  readonly dir: string;
  readonly name: string;
  readonly dtype: "fp32" | "q8";
  readonly pooling: "mean" | "cls";
};
