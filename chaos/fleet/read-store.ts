import { hashOf, noMessage } from "../client/logged-event.ts";
import type { FinalLog } from "../history/records.ts";
import type { Postgres } from "./postgres.ts";

/** Reads what the store holds of these conversations, past the product. */
export const readStore = async (
  postgres: Postgres,
  conversations: readonly string[],
): Promise<FinalLog[]> => {
  const rows = (await postgres.superuser(`
    select conversation_id as conversation, seq::int, id, client_id as "clientId",
      payload -> 'parts' as parts, type = 'message.posted' and actor_kind <> 'ai' as "isMessage"
    from xin.events where conversation_id = any('{${conversations.join()}}')
    order by conversation_id, seq`)) as unknown as readonly StoredRow[];
  return [...Map.groupBy(rows, ({ conversation }) => conversation)].map(
    ([conversation, events]) => ({
      kind: "final",
      source: "store",
      conversation,
      log: events.map(({ seq, id, clientId, parts, isMessage }) => ({
        seq,
        eventId: id,
        clientId: isMessage ? clientId : null,
        hash: isMessage ? hashOf(parts ?? []) : noMessage,
      })),
    }),
  );
};

/** The words of these runs are plain: the store keeps them as they are. */
type StoredRow = {
  readonly conversation: string;
  readonly seq: number;
  readonly id: string;
  readonly clientId: string | null;
  readonly isMessage: boolean;
  readonly parts: readonly { readonly text: string }[] | null;
};
