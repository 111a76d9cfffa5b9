import type { PeopleThere } from "#contract/people-there.ts";
import { readHoursIn } from "#db/reads/service-hours.ts";
import { hoursUnder } from "#engine/service-hours/hours-under.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import type { Gateway } from "./gateway-context.ts";

/** Whether people are there now to answer in a conversation. Whoever cannot find out does not say that nobody is. */
export const peopleThere = async (
  { deps: { db, log } }: Pick<Gateway, "deps">,
  tenantId: string,
  conversationId: string,
): Promise<PeopleThere> => {
  try {
    const hours = await db.tenant(tenantId, (tx) => readHoursIn(tx, conversationId));
    const { open, changesAt } = openingAt(hoursUnder(hours), new Date());
    return { open, changesAt: changesAt?.toISOString() ?? null };
  } catch (err) {
    log.warn({ err, tenantId }, "the hours of a conversation could not be read");
    return { open: true, changesAt: null };
  }
};
