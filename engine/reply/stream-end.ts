import type { ModelFailure } from "./model-failure.ts";

/** How a stream came to its end. */
export type StreamEnd = "complete" | "cancelled" | ModelFailure;
