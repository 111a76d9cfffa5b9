import { until } from "../../chaos/fleet/until.ts";
import type { Postgres } from "../../chaos/fleet/postgres.ts";
import type { FinalLog, LoggedEvent } from "../../chaos/history/records.ts";
import type { EventsFetchAck } from "../../realtime/contract/conversation-requests.ts";
import type { Operator } from "./operator.ts";
import { digest, loggedEvent } from "./reader.ts";

/** Reads what the store holds of every conversation, past the product. */
export const readStore = async (postgres: Postgres): Promise<FinalLog[]> => {
  const rows = (await postgres.superuser(`
    select conversation_id as conversation, seq::int as seq, id, client_id as "clientId", type,
      actor_kind as "actorKind", payload
    from xin.events where conversation_id is not null order by conversation_id, seq
  `)) as unknown as readonly StoredRow[];
  return [...Map.groupBy(rows, ({ conversation }) => conversation)].map(
    ([conversation, events]) => ({
      kind: "final",
      source: "store",
      conversation,
      log: events.map(storedEvent),
    }),
  );
};

/**
 * Reads, as an operator of its tenant, every conversation that somebody follows. Throws when an operator
 * is without a connection for a minute.
 */
export const readThroughApi = async (operators: readonly Operator[]): Promise<FinalLog[]> => {
  const logs = await Promise.all(
    operators.map(async (operator) => {
      const finals: FinalLog[] = [];
      for (const conversation of operator.followed) {
        const log = await readConversation(operator, conversation);
        finals.push({ kind: "final", source: "api", conversation, log });
      }
      return finals;
    }),
  );
  return logs.flat();
};

type StoredRow = {
  readonly conversation: string;
  readonly seq: number;
  readonly id: string;
  readonly clientId: string | null;
  readonly type: string;
  readonly actorKind: string;
  readonly payload: { readonly parts?: readonly { readonly text: string }[] };
};

/** The words of a load run are plain: the store keeps them as they are. */
const storedEvent = ({ seq, id, clientId, type, actorKind, payload }: StoredRow): LoggedEvent => {
  const isMessage = type === "message.posted" && actorKind !== "ai";
  const words = (payload.parts ?? []).map(({ text }) => text).join("\n");
  return {
    seq,
    eventId: id,
    clientId: isMessage ? clientId : null,
    hash: isMessage ? digest(words) : "not a message",
  };
};

const readConversation = async (
  { ask, line }: Operator,
  conversationId: string,
): Promise<LoggedEvent[]> => {
  const log: LoggedEvent[] = [];
  for (let more = true; more;) {
    const after = log.at(-1)?.seq ?? 0;
    await until("an operator is connected", () => line.isOpen, { withinMs: 60_000 });
    const page = await ask<EventsFetchAck>("events.fetch", { conversationId, after });
    if (page === null) continue;
    log.push(...page.events.map(loggedEvent));
    ({ more } = page);
  }
  return log;
};
