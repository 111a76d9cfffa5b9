import type { Tx } from "#db/client.ts";
import { readWordsOfOthers } from "#db/reads/events.ts";
import type { ConversationState } from "./act.ts";
import { ActionRefused } from "./action-refused.ts";

/** Most missed messages sent back with a refusal. */
const missedLimit = 50;

/**
 * Refuses as `unseen` when somebody else wrote a message or a note after `seenSeq`, and hands back
 * what was missed, oldest first. The writer's own words do not count.
 */
export const assertSeen = async (
  tx: Tx,
  { row, pending }: ConversationState,
  seenSeq: number,
  actorId: string | null,
): Promise<void> => {
  if (seenSeq >= row.lastSeq) return;
  const written = await readWordsOfOthers(tx, row.id, {
    after: seenSeq,
    actorId,
    limit: missedLimit,
  });
  const unwritten = pending.filter(
    (event) => event.body.type === "message.posted" && event.actor.id !== actorId,
  );
  const missed = [...written, ...unwritten].slice(0, missedLimit);
  if (missed.length === 0) return;
  throw new ActionRefused({
    kind: "unseen",
    message: "Somebody wrote meanwhile. Read it, then send again if your reply still fits.",
    missed,
  });
};
