import type { HistoryRecord, SendAcknowledged } from "./records.ts";

/** Everything the senders know about one message. */
export type MessageFate = {
  clientId: string;
  conversation: string;
  /** When it was first sent, in ms. */
  invokedAtMs: number;
  attempts: number;
  refusals: number;
  /** Every acknowledgement, oldest first. More than one when the client retried. */
  acks: SendAcknowledged[];
};

/** The fate of every message in a history, by client id. */
export const collectFates = (history: readonly HistoryRecord[]): Map<string, MessageFate> => {
  const fates = new Map<string, MessageFate>();
  for (const record of history) {
    if (record.kind === "invoke") {
      const fate = fates.get(record.clientId);
      if (fate !== undefined) fate.attempts += 1;
      else {
        fates.set(record.clientId, {
          clientId: record.clientId,
          conversation: record.conversation,
          invokedAtMs: record.atMs,
          attempts: 1,
          refusals: 0,
          acks: [],
        });
      }
    } else if (record.kind === "ok") fateOf(fates, record.clientId).acks.push(record);
    else if (record.kind === "fail") fateOf(fates, record.clientId).refusals += 1;
  }
  return fates;
};

/**
 * True when the message cannot exist: every attempt was refused. One refused retry proves nothing,
 * because an earlier attempt of unknown outcome may have been stored.
 */
export const isAborted = (fate: MessageFate): boolean =>
  fate.refusals === fate.attempts && fate.acks.length === 0;

const fateOf = (fates: Map<string, MessageFate>, clientId: string): MessageFate => {
  const fate = fates.get(clientId);
  if (fate !== undefined) return fate;
  throw new Error(
    `An answer to ${clientId} stands before any invoke: the drill recorded it wrong.`,
  );
};
