import type { AnomalyLog } from "./anomaly.ts";
import { isAborted } from "./message-fates.ts";
import type { MessageFate } from "./message-fates.ts";
import type { FinalLog, Rendered } from "./records.ts";

/**
 * Holds every message that was shown or stored to what was sent: phantom, aborted-read and
 * cross-conversation-leak.
 */
export const checkOrigins = (
  fates: Map<string, MessageFate>,
  renderings: readonly Rendered[],
  finals: Map<string, FinalLog[]>,
  anomalies: AnomalyLog,
): void => {
  const judge = (clientId: string | null, conversation: string, where: string, atMs: number) => {
    if (clientId === null) return;
    const fate = fates.get(clientId);
    if (fate === undefined || fate.invokedAtMs > atMs) {
      anomalies.add("phantom", conversation, { clientId, where });
      return;
    }
    if (fate.conversation !== conversation)
      anomalies.add("cross-conversation-leak", conversation, {
        clientId,
        where,
        sentTo: fate.conversation,
      });
    if (isAborted(fate)) anomalies.add("aborted-read", conversation, { clientId, where });
  };
  for (const { clientId, conversation, session, atMs } of renderings)
    judge(clientId, conversation, `session ${session}`, atMs);
  for (const [conversation, logs] of finals)
    for (const { source, log } of logs)
      for (const { clientId } of log) judge(clientId, conversation, source, Infinity);
};
