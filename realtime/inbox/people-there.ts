import type { PeopleThere } from "#contract/people-there.ts";
import { readServiceHours } from "#db/reads/service-hours.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import type { Gateway } from "./gateway-context.ts";

/** Whether people of a workspace are there now. Whoever cannot find out does not say that nobody is. */
export const peopleThere = async (
  { deps: { db, log } }: Pick<Gateway, "deps">,
  tenantId: string,
): Promise<PeopleThere> => {
  try {
    const hours = await db.tenant(tenantId, readServiceHours);
    const { open, changesAt } = openingAt(hours, new Date());
    return { open, changesAt: changesAt?.toISOString() ?? null };
  } catch (err) {
    log.warn({ err, tenantId }, "the hours of a workspace could not be read");
    return { open: true, changesAt: null };
  }
};
