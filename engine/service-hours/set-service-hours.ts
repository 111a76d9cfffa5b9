import { readMember } from "#db/reads/members.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { putServiceHours } from "#db/writes/service-hours.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { isId } from "../actions/check-envelope.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { assertMay, may } from "../tenancy/permissions.ts";
import { checkServiceHours } from "./check-service-hours.ts";
import { HoursRefused } from "./hours-refused.ts";

/** Sets when people answer and who is asked next. Needs `channels.manage`; refused as HoursRefused. */
export const setServiceHours = async (
  { db, bus }: Pick<ActionDeps, "db" | "bus">,
  env: Envelope,
  input: unknown,
): Promise<void> => {
  assertMay(env.actor.role, "channels.manage");
  const hours = checkServiceHours(input);
  const { tenantId, actor, traceparent } = env;
  const position = await db.tenant(tenantId, async (tx) => {
    for (const { memberId } of hours.escalation) {
      if (memberId === null) continue;
      const member = isId(memberId) ? await readMember(tx, memberId) : null;
      if (member === null || !may(member.role, "conversations.write")) {
        throw new HoursRefused("member");
      }
    }
    await putServiceHours(tx, tenantId, hours);
    const { timeZone, holidays, escalation } = hours;
    const detail = { timeZone, holidays: holidays.length, steps: escalation.length };
    await recordAudit(tx, env, "hours.set", null, detail);
    const payload = { target: null, ...detail };
    return appendTenantEvent(tx, tenantId, { type: "hours.set", actor, payload, traceparent });
  });
  announceLog(bus, tenantId, position);
};
