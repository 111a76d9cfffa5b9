import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";

type Part = LanguageModelV4StreamPart;

/** Words of a model that come within this time go on together, in milliseconds. */
const gatherMs = 40;

/**
 * Reads a model's parts from `next`, which answers null at the end, and joins words that come within 40 ms into one
 * part. People are shown whole sentences, so nobody waits for it, and each part costs the agent loop a quarter of a
 * millisecond. What was gathered comes before an error.
 */
export const gatherWords = (next: () => Promise<Part | null>): (() => Promise<Part | null>) => {
  let coming: Promise<Part | null> | null = null;
  const peek = (): Promise<Part | null> => {
    if (coming === null) {
      coming = next();
      // Whoever takes it hears of the error; nobody may be left to take it.
      coming.catch(() => undefined);
    }
    return coming;
  };
  const take = async (): Promise<Part | null> => {
    const part = await peek();
    coming = null;
    return part;
  };
  return async () => {
    const first = await take();
    if (first?.type !== "text-delta") return first;
    let { delta } = first;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<"over">((resolve) => {
      timer = setTimeout(() => resolve("over"), gatherMs);
    });
    for (;;) {
      const part = await Promise.race([peek().catch(() => "error" as const), over]);
      if (part === null || typeof part === "string") break;
      if (part.type !== "text-delta" || part.id !== first.id) break;
      delta += part.delta;
      coming = null;
    }
    clearTimeout(timer);
    return { ...first, delta };
  };
};
