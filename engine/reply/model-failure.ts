import { APICallError } from "@ai-sdk/provider";
import * as Data from "effect/Data";

/**
 * Why a model gave no answer.
 * - `throttled`: it asked us to wait; `retryAfterMs` says how long.
 * - `unavailable`: no connection, a cut one, or an error of the server.
 * - `rejected`: it refuses this request or our key; trying again is useless.
 * - `slow`: no first word in time. `stalled`: words stopped coming.
 * - `broken`: what it sends is no answer. `too_long`: it did not come to an end in the room it has.
 * - `circuit_open`: it failed so often that it is left alone for a while. `busy`: all our slots are taken.
 */
export type ModelFailureReason =
  | "throttled"
  | "unavailable"
  | "rejected"
  | "slow"
  | "stalled"
  | "broken"
  | "too_long"
  | "circuit_open"
  | "busy";

/** A model call that failed. The message never carries the conversation. */
export class ModelFailure extends Data.TaggedError("ModelFailure")<{
  readonly provider: string;
  readonly reason: ModelFailureReason;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly message: string;
}> {}

/** Whether the same request to the same model may do better in a moment. */
export const isRetryable = ({ reason }: ModelFailure) =>
  reason === "throttled" || reason === "unavailable";

/** Any error of a model call as a ModelFailure. Bodies of answers are left out: they may repeat the prompt. */
export const toModelFailure = (provider: string, error: unknown): ModelFailure => {
  if (error instanceof ModelFailure) return error;
  if (!APICallError.isInstance(error)) {
    const reason = isParseFault(error) ? "broken" : "unavailable";
    return new ModelFailure({ provider, reason, message: errorName(error) });
  }
  const status = error.statusCode;
  const message = status === undefined ? "The connection failed." : `HTTP status ${status}.`;
  if (status === 429 || (status === 503 && retryAfterMs(error) !== undefined)) {
    const wait = retryAfterMs(error) ?? 1000;
    return new ModelFailure({ provider, reason: "throttled", status, retryAfterMs: wait, message });
  }
  if (status !== undefined && status < 300) {
    return new ModelFailure({ provider, reason: "broken", status, message });
  }
  const reason = error.isRetryable || status === undefined ? "unavailable" : "rejected";
  return new ModelFailure({ provider, reason, status, message });
};

/** `retry-after-ms`, or `retry-after` in seconds or as a date. */
const retryAfterMs = (error: APICallError): number | undefined => {
  const exact = Number(error.responseHeaders?.["retry-after-ms"] ?? NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const header = error.responseHeaders?.["retry-after"];
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
};

const isParseFault = (error: unknown) =>
  error instanceof Error && /JSONParse|TypeValidation|InvalidResponse|SyntaxError/.test(error.name);

const errorName = (error: unknown) =>
  error instanceof Error ? `${error.name}: the model call failed.` : "The model call failed.";
