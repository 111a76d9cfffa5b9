import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { Ask } from "../client/drill-client.ts";
import { openOperator } from "../client/entries.ts";
import { granted } from "../client/refused.ts";
import { hashOf, loggedEvent, noMessage } from "../client/screen.ts";
import type { LoggedEvent } from "../history/records.ts";
import type { Crowd } from "./crowd.ts";
import type { Recording } from "./recording.ts";
import type { World } from "./world.ts";

/** Reads what every conversation of the crowd holds, through the product and from the database itself. */
export const readFinalLogs = async (
  world: World,
  crowd: Crowd,
  recording: Recording,
): Promise<void> => {
  const { fleet, tenants, url } = world;
  for (const { slug, owner } of tenants) {
    const reader = await openOperator(
      { name: `${slug}-reader`, url, record: () => undefined },
      { cookie: owner.cookie, origin: fleet.origin },
    );
    const ofTenant = crowd.operators.filter(({ name }) => name.startsWith(`${slug}-`));
    for (const conversation of new Set(ofTenant.flatMap(({ followed }) => followed))) {
      const log = await readThroughProduct(reader.ask, conversation);
      recording.add({ kind: "final", source: "api", conversation, log });
      const stored = await readStored(world, conversation);
      recording.add({ kind: "final", source: "store", conversation, log: stored });
    }
    reader.close();
  }
  for (const { name, followed } of crowd.clients) {
    for (const conversation of followed)
      recording.add({ kind: "sub-end", session: name, conversation, afterSeq: 0 });
  }
};

const readThroughProduct = async (ask: Ask, conversationId: string): Promise<LoggedEvent[]> => {
  const log: LoggedEvent[] = [];
  for (let more = true; more;) {
    const after = log.at(-1)?.seq ?? 0;
    const page = granted(await ask<EventsFetchAck>("events.fetch", { conversationId, after }));
    log.push(...page.events.map(loggedEvent));
    ({ more } = page);
  }
  return log;
};

type StoredRow = {
  readonly seq: number;
  readonly id: string;
  readonly client_id: string | null;
  readonly is_message: boolean;
  readonly parts: readonly { readonly text: string }[] | null;
};

const readStored = async ({ fleet }: World, conversation: string): Promise<LoggedEvent[]> => {
  const rows = (await fleet.postgres.superuser(`
    select seq::int, id, client_id, payload -> 'parts' as parts,
      type = 'message.posted' and actor_kind <> 'ai' as is_message
    from xin.events where conversation_id = '${conversation}' order by seq`)) as unknown as StoredRow[];
  return rows.map(({ seq, id, client_id: clientId, is_message: isMessage, parts }) => ({
    seq,
    eventId: id,
    clientId: isMessage ? clientId : null,
    hash: isMessage ? hashOf(parts ?? []) : noMessage,
  }));
};
