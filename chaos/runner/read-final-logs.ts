import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import { openOperator } from "../client/entries.ts";
import { readLog } from "../client/read-log.ts";
import { granted } from "../client/refused.ts";
import { readStore } from "../fleet/read-store.ts";
import type { Crowd } from "./crowd.ts";
import type { Recording } from "./recording.ts";
import type { World } from "./world.ts";

/** Reads what every conversation of the crowd holds, through the product and from the database itself. */
export const readFinalLogs = async (
  { fleet, tenants, url }: World,
  crowd: Crowd,
  recording: Recording,
): Promise<void> => {
  for (const { slug, owner } of tenants) {
    const reader = await openOperator(
      { name: `${slug}-reader`, url, record: () => undefined },
      { cookie: owner.cookie, origin: fleet.origin },
    );
    const ofTenant = crowd.operators.filter(({ name }) => name.startsWith(`${slug}-`));
    const conversations = [...new Set(ofTenant.flatMap(({ followed }) => followed))];
    for (const conversation of conversations) {
      const log = await readLog(async (after) =>
        granted(
          await reader.ask<EventsFetchAck>("events.fetch", { conversationId: conversation, after }),
        ),
      );
      recording.add({ kind: "final", source: "api", conversation, log });
    }
    for (const stored of await readStore(fleet.postgres, conversations)) recording.add(stored);
    reader.close();
  }
  for (const { name, followed } of crowd.clients) {
    for (const conversation of followed)
      recording.add({ kind: "sub-end", session: name, conversation, afterSeq: 0 });
  }
};
