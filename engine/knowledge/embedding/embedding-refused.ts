import { ActionRefused } from "../../actions/action-refused.ts";
import type { EmbeddingFailure } from "./embedding-failure.ts";
import type { EmbeddingFailureReason } from "./embedding-problems.ts";

/** An act that was refused because a model gave no vectors or no order, with the reason that pages have words for. */
export class EmbeddingRefused extends ActionRefused {
  readonly reason: EmbeddingFailureReason;
  readonly detail: string | null;

  constructor({ reason, detail, message }: EmbeddingFailure) {
    super({ kind: "invalid", message });
    this.reason = reason;
    this.detail = detail;
  }
}
