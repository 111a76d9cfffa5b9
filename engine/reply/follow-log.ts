import type { Db } from "#db/client.ts";
import { readLog } from "#db/reads/events.ts";
import { readTenantsBehind } from "#db/reads/tenants-behind.ts";
import type { StoredEvent } from "#db/reads/stored-event.ts";
import { addReplyTasks, lockConsumer, moveConsumer } from "#db/writes/reply-tasks.ts";

/** Name of the position that replies follow the log by. */
const consumer = "reply";

/** Events read at once. */
const batch = 500;

/**
 * Goes through what is new in a tenant's log and notes which conversations may need a reply. Position
 * and tasks move in one transaction, and only one worker follows a tenant at a time.
 */
export const followLog = async (db: Db, tenantId: string): Promise<void> => {
  for (;;) {
    const isThrough = await db.tenant(tenantId, async (tx) => {
      const after = await lockConsumer(tx, tenantId, consumer);
      const { events, position } = await readLog(tx, { after, limit: batch });
      if (position === after) return true;
      const ids = [...new Set(events.filter(asksForReply).map((event) => event.conversationId))];
      if (ids.length > 0) await addReplyTasks(tx, ids);
      await moveConsumer(tx, consumer, position);
      // What is committed after this read wakes us again.
      return position - after < batch;
    });
    if (isThrough) return;
  }
};

/** A visitor wrote or proved who they are, people gave the conversation back to the AI, or one of them wants another draft. */
export const asksForReply = ({ actor, body }: Pick<StoredEvent, "actor" | "body">) =>
  (body.type === "message.posted" && actor.kind === "visitor") ||
  (body.type === "identity.settled" && body.outcome === "verified") ||
  body.type === "conversation.handed-back" ||
  body.type === "draft.revision-asked";

/** Tenants whose log has moved on since it was last gone through. */
export const tenantsBehind = (db: Db): Promise<readonly string[]> =>
  db.lookup((tx) => readTenantsBehind(tx, consumer));
