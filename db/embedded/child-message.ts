/** What the embedded engine's process tells its parent. */
export type ChildMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

/** Reads a message of the child; anything else is null. */
export const childMessage = (value: unknown): ChildMessage | null => {
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  if (value.kind === "ready") return { kind: "ready" };
  if (value.kind !== "failed" || !("message" in value)) return null;
  return { kind: "failed", message: String(value.message) };
};
