import type { BusMessage } from "#engine/runtime/event-bus.ts";

/** What travels between nodes: a message, or the news that messages were lost. */
export type Envelope =
  | { readonly node: string; readonly message: BusMessage }
  | { readonly node: string; readonly lost: true };

/** Longest envelope in UTF-16 code units. Redis would take more, at the cost of everybody's latency. */
export const maxEnvelopeLength = 512 * 1024;

/**
 * The text of a message, or null when it must not travel. Committed events that are too long travel
 * without their events: the other nodes then tell their sockets to fetch.
 */
export const encodeMessage = (node: string, message: BusMessage): string | null => {
  const whole = JSON.stringify({ node, message } satisfies Envelope);
  if (whole.length <= maxEnvelopeLength) return whole;
  if (message.type !== "committed") return null;
  return JSON.stringify({
    node,
    message: { ...message, events: [], teamOnlySeqs: [] },
  } satisfies Envelope);
};

/** The text that says: this node could not send for a while. */
export const encodeLost = (node: string): string =>
  JSON.stringify({ node, lost: true } satisfies Envelope);

/** Reads what another node has sent. Null when it is not one of ours: a stranger may share the Redis. */
export const decodeEnvelope = (text: string): Envelope | null => {
  if (text.length > maxEnvelopeLength) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isEnvelope(value) ? value : null;
};

/** Nodes trust one another: only the outer shape is checked, for a version that knows other messages. */
const isEnvelope = (value: unknown): value is Envelope => {
  if (!isRecord(value) || typeof value["node"] !== "string") return false;
  if (value["lost"] === true) return true;
  const message = value["message"];
  if (!isRecord(message) || typeof message["type"] !== "string") return false;
  return typeof message["tenantId"] === "string" || message["type"].startsWith("node.");
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
