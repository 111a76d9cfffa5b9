import { readLog } from "../../chaos/client/read-log.ts";
import { until } from "../../chaos/fleet/until.ts";
import type { FinalLog } from "../../chaos/history/records.ts";
import type { EventsFetchAck } from "../../realtime/contract/conversation-requests.ts";
import type { Operator } from "./operator.ts";

/**
 * Reads, as an operator of its tenant, every conversation that somebody follows. Throws when an operator
 * is without a connection for a minute.
 */
export const readThroughApi = async (operators: readonly Operator[]): Promise<FinalLog[]> => {
  const logs = await Promise.all(
    operators.map(async (operator) => {
      const finals: FinalLog[] = [];
      for (const conversation of operator.followed) {
        const log = await readLog((after) => fetchPage(operator, conversation, after));
        finals.push({ kind: "final", source: "api", conversation, log });
      }
      return finals;
    }),
  );
  return logs.flat();
};

/** Asks again on the next connection when one is lost before the answer. */
const fetchPage = async (
  { ask, line }: Operator,
  conversationId: string,
  after: number,
): Promise<EventsFetchAck> => {
  for (;;) {
    await until("an operator is connected", () => line.isOpen, { withinMs: 60_000 });
    const page = await ask<EventsFetchAck>("events.fetch", { conversationId, after });
    if (page !== null) return page;
  }
};
