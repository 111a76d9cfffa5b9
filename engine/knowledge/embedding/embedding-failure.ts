import { Data } from "effect";

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
    return this.detail === null ? words[this.reason] : `${words[this.reason]} (${this.detail})`;
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

const words: Readonly<Record<EmbeddingFailureReason, string>> = {
  thread_ended: "The thread of the model ended. It is started again for the next text.",
  timeout: "The embedding model did not answer in time. Check that its server is up.",
  unreachable: "The embedding server cannot be reached. Check its URL and the network.",
  address_private:
    "The embedding server is in a private network. Use one that is open to everybody, or let whoever runs Xin allow it with XIN_MODEL_ALLOW.",
  unauthorized: "The embedding server refused the API key. Store a valid one.",
  rate_limited: "The embedding server has had too many requests. It is asked again later.",
  refused: "The embedding server answered with an error.",
  garbage:
    "The embedding server's answer has no vector for each text. Check that its URL is an OpenAI-compatible API.",
  wrong_dims:
    "The vectors have another length than the model was set up with. Set up a model with the right number of dimensions.",
  not_finite:
    "The embedding server answered numbers that are none. Check the model on that server.",
  not_installed: "A part of the embedding model is not installed. Whoever runs Xin can install it.",
  no_key: "The API key of the embedding server is not stored. Store it as a secret first.",
};
