import { times } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";

/** Half a second before clients stop waiting: an answer that comes later is none. Milliseconds. */
const answerWithinMs = times.ackTimeoutMs - 500;

/**
 * What the work comes to, or a refusal as `unavailable` when it takes longer than clients wait. The work
 * goes on: what became of it, the same request finds out under the same ids.
 */
export const answerInTime = async <T>(work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow()), answerWithinMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

const tooSlow = () =>
  new ActionRefused({
    kind: "unavailable",
    message: "This takes longer than it should. Send the same again.",
    retryAfterMs: 500,
  });
