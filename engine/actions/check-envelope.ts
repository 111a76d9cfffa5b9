import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";

/** Autonomous acts may cause one another this often in a row; the database checks it too. */
export const maxDepth = 16;

/**
 * Refuses an envelope that cannot be stored, before any work: `invalid` for a key that is no UUID,
 * `conflict` for too long a chain of autonomous acts. A trace context that is none is dropped.
 */
export const checkEnvelope = (env: Envelope): Envelope => {
  if (!isId(env.idempotencyKey)) {
    throw new ActionRefused({ kind: "invalid", message: "clientId must be a lower-case UUID." });
  }
  if (env.decisionId !== null && !isId(env.decisionId)) {
    throw new ActionRefused({ kind: "invalid", message: "decisionId must be a lower-case UUID." });
  }
  if (!Number.isInteger(env.depth) || env.depth < 0 || env.depth > maxDepth) {
    throw new ActionRefused({
      kind: "conflict",
      message: `Automatic acts may cause one another ${maxDepth} times at most. Look for a loop in what triggers them.`,
    });
  }
  return traceparent.test(env.traceparent ?? "") ? env : { ...env, traceparent: null };
};

/** Whether a text is a UUID in the form the contract wants. */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The one answer for a conversation that does not exist, is another tenant's or another visitor's. */
export const noConversation = (): ActionRefused =>
  new ActionRefused({ kind: "not_found", message: "There is no such conversation." });
