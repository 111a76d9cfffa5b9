import { Data } from "effect";
import { embeddingProblems } from "./embedding-problems.ts";

/** Why there are no vectors. */
export type EmbeddingFailureReason =
  /** The thread of a model that runs in this process ended or took too long. */
  | "thread_ended"
  | "timeout"
  | "unreachable"
  /** The server is in a private network that nobody allowed. */
  | "address_private"
  /** The API refused the key. */
  | "unauthorized"
  | "rate_limited"
  /** Another status than 200. */
  | "refused"
  /** The answer is no list of vectors, one for each text. */
  | "garbage"
  /** Vectors of another length than the model's. */
  | "wrong_dims"
  /** A number that is none, or a vector of zeros. */
  | "not_finite"
  /** An optional package, its model's folder, or the key's secret is not there. */
  | "not_installed"
  | "no_key";

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
