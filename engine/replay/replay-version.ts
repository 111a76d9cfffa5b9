/** Under what a question or a conversation is answered again. */
export type ReplayVersion = {
  /** The one each answer was given under, the one that answers now, another version, or a page that need not be saved. */
  readonly policy:
    | "recorded"
    | "production"
    | { readonly policyId: string; readonly version: number }
    | { readonly text: string };
  /** How passages are weighed: as then, as now, or by another version; 0 is what Xin comes with. */
  readonly tuning: "recorded" | "production" | { readonly version: number };
  /**
   * Which model writes: those of the workspace in their order, the built-in one, which costs nothing and always
   * says the same, or one of the workspace's by its name and no other.
   */
  readonly model: "in-use" | "built-in" | { readonly name: string };
  /** Whether the passages of then are used, or what the knowledge base has today is searched. */
  readonly passages: "recorded" | "search";
};

/** Everything as in the recording, answered by the models in use. */
export const asRecorded: ReplayVersion = {
  policy: "recorded",
  tuning: "recorded",
  model: "in-use",
  passages: "recorded",
};
