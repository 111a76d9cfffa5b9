import { Data } from "effect";
import { type EmbeddingFailureReason, embeddingProblems } from "./embedding-problems.ts";

/**
 * Vectors could not be made. `retryAfterMs` is how long the provider wants to be left alone; `lasting`
 * failures come again until somebody changes a setting.
 */
export class EmbeddingFailure extends Data.TaggedError("EmbeddingFailure")<{
  readonly reason: EmbeddingFailureReason;
  readonly detail: string | null;
  readonly retryAfterMs?: number;
}> {
  override get message(): string {
    const { en } = embeddingProblems[this.reason];
    return this.detail === null ? en : `${en} (${this.detail})`;
  }

  get lasting(): boolean {
    return !passing.has(this.reason);
  }
}

const passing: ReadonlySet<EmbeddingFailureReason> = new Set([
  "thread_ended",
  "timeout",
  "unreachable",
  "rate_limited",
  "refused",
]);
