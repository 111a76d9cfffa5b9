import type { HandOverBrief } from "#contract/hand-over-brief.ts";
import { readEvents } from "#db/reads/events.ts";
import { readTriedDecisions, type TriedDecision } from "#db/reads/tried-decisions.ts";
import type { ActionDeps } from "./action-deps.ts";
import { makeBrief } from "./hand-over-brief.ts";

/** How far back a brief looks. */
const looksBack = { events: 100, decisions: 5, deadlineMs: 1500 };

/**
 * Reads a conversation and briefs whoever takes it up. `latest` is a decision that is not written yet. Null
 * when there is nothing to tell, and when the database takes too long: handing over never waits for it.
 */
export const readHandOverBrief = async (
  { db, log }: Pick<ActionDeps, "db" | "log">,
  tenantId: string,
  conversationId: string,
  latest: TriedDecision | null = null,
): Promise<HandOverBrief | null> => {
  const { events: limit, decisions, deadlineMs } = looksBack;
  try {
    return await db.tenant(
      tenantId,
      async (tx) => {
        const [{ events }, earlier] = await Promise.all([
          readEvents(tx, conversationId, { limit, audience: "team" }),
          readTriedDecisions(tx, conversationId, decisions),
        ]);
        if (events.length === 0) return null;
        return makeBrief(events, latest === null ? earlier : [...earlier, latest]);
      },
      { deadlineMs },
    );
  } catch (err) {
    log.warn({ err, tenantId, conversationId }, "a hand-over goes without its brief");
    return null;
  }
};
