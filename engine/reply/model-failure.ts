import { APICallError } from "@ai-sdk/provider";
import * as Data from "effect/Data";
import { AddressRefused } from "../knowledge/web/guarded-agent.ts";
import { AnswerTooLarge } from "./model-fetch.ts";

/**
 * Why a model gave no answer.
 * - `throttled`: it asked us to wait; `retryAfterMs` says how long. `paused`: it did, and that time is not over.
 * - `unavailable`: no connection, a cut one, or an error of the server.
 * - `rejected`: it refuses this request or our key; trying again is useless.
 * - `slow`: no first word in time. `stalled`: words stopped coming.
 * - `broken`: what it sends is no answer. `too_long`: it did not come to an end in the room it has.
 * - `circuit_open`: it failed so often that it is left alone for a while. `busy`: all our slots are taken.
 * - `address`: where it is may not be connected to. `no_key`: its sealed key cannot be opened.
 * - `budget_conversation`, `budget_day`, `budget_calls`: it might cost more than is left for the conversation or the
 *   day, or the day's calls are made. `unpriced`: there is a budget, and nobody knows what it costs. `uncounted`: our
 *   database did not take its cost down in time.
 * - `limited`: this workspace asks it as often as it may. `no_time`: others took the time there is.
 */
export type ModelFailureReason =
  | "throttled"
  | "paused"
  | "unavailable"
  | "rejected"
  | "slow"
  | "stalled"
  | "broken"
  | "too_long"
  | "circuit_open"
  | "busy"
  | "address"
  | "no_key"
  | "budget_conversation"
  | "budget_day"
  | "budget_calls"
  | "unpriced"
  | "uncounted"
  | "limited"
  | "no_time";

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
  reason === "throttled" ||
  reason === "paused" ||
  reason === "unavailable" ||
  reason === "limited" ||
  reason === "uncounted";

/** Any error of a model call as a ModelFailure. Bodies of answers are left out: they may repeat the prompt. */
export const toModelFailure = (provider: string, error: unknown): ModelFailure => {
  if (error instanceof ModelFailure) return error;
  if (causeOf(error, (cause) => cause instanceof AnswerTooLarge) !== null) {
    return new ModelFailure({ provider, reason: "too_long", message: "The answer is too large." });
  }
  if (causeOf(error, (cause) => cause instanceof AddressRefused) !== null) {
    const message = "Its address is in a private network, which is not allowed.";
    return new ModelFailure({ provider, reason: "address", message });
  }
  if (!APICallError.isInstance(error)) {
    const reason = isParseFault(error) ? "broken" : "unavailable";
    return new ModelFailure({ provider, reason, message: errorName(error) });
  }
  const status = error.statusCode;
  const message = status === undefined ? noConnection(error) : `HTTP status ${status}.`;
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

/** The first error behind an error that is looked for; null when there is none. */
const causeOf = (error: unknown, isIt: (cause: Error) => boolean): Error | null => {
  let cause = error;
  for (let depth = 0; cause instanceof Error && depth < 8; depth += 1) {
    if (isIt(cause)) return cause;
    ({ cause } = cause);
  }
  return null;
};

/** With the system's code, such as ECONNREFUSED: it tells a wrong port from a wrong name. */
const noConnection = (error: unknown): string => {
  const coded = causeOf(error, (cause) => "code" in cause && typeof cause.code === "string");
  const code = coded !== null && "code" in coded ? String(coded.code) : null;
  return code === null ? "The connection failed." : `The connection failed (${code}).`;
};

const isParseFault = (error: unknown) =>
  error instanceof Error && /JSONParse|TypeValidation|InvalidResponse|SyntaxError/.test(error.name);

const errorName = (error: unknown) =>
  error instanceof Error ? `${error.name}: the model call failed.` : "The model call failed.";
