import { setTimeout as sleep } from "node:timers/promises";
import { v5 as uuidv5 } from "uuid";
import { readServiceHours } from "#db/reads/service-hours.ts";
import { readWaitingConversations } from "#db/reads/waiting-conversations.ts";
import { escalate } from "../actions/escalate.ts";
import type { Services } from "../runtime/services.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { openingAt, openMsBetween } from "./opening.ts";

/** How often it is looked whether somebody has waited too long, and how many are taken up at a time. */
const every = { ms: 10_000, conversations: 50 };
const namespace = "0f5a4f0e-6f0c-4d0c-9c57-2f6d3a1c8f10";

/**
 * Looks after conversations that wait for a person: whoever has waited so long in open hours goes to the next
 * one the workspace names. Any number of processes may do so: a step of a conversation happens once.
 */
export const startEscalation = (
  services: Pick<Services, "db" | "bus" | "log">,
  { everyMs = every.ms, now = () => new Date() } = {},
): { stop(): Promise<void> } => {
  const abort = new AbortController();
  const { db, log } = services;
  const look = async () => {
    const tenants = await db.lookup(
      (tx) => tx<{ id: string }[]>`select id from xin.tenants_to_escalate() as id`,
    );
    for (const { id } of tenants) await escalateIn(services, id, now());
  };
  const run = (async () => {
    try {
      for (;;) {
        await sleep(everyMs, undefined, { signal: abort.signal });
        await look().catch((err: unknown) => log.warn({ err }, "nobody can be escalated to now"));
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  })();
  return {
    stop: async () => {
      abort.abort();
      await run;
    },
  };
};

const escalateIn = async (
  deps: Pick<Services, "db" | "bus" | "log">,
  tenantId: string,
  now: Date,
): Promise<void> => {
  const found = await deps.db.tenant(tenantId, async (tx) => {
    const hours = await readServiceHours(tx);
    const [first] = hours?.escalation ?? [];
    if (hours === null || first === undefined || !openingAt(hours, now).open) return null;
    const before = new Date(now.getTime() - first.afterMinutes * 60_000);
    const limit = every.conversations;
    return { hours, waiting: await readWaitingConversations(tx, { before, limit }) };
  });
  for (const { id, epoch, waitingSince, steps } of found?.waiting ?? []) {
    const step = found?.hours.escalation[steps];
    if (step === undefined || found === null) continue;
    const waitedMs = openMsBetween(found.hours, waitingSince, now);
    if (waitedMs < step.afterMinutes * 60_000) continue;
    const envelope = {
      ...systemEnvelope(tenantId, "escalation"),
      // The same for every process that finds it.
      idempotencyKey: uuidv5(`${id} ${epoch} ${steps}`, namespace),
    };
    const { afterMinutes: minutes, memberId } = step;
    await escalate(deps, envelope, {
      conversationId: id,
      epoch,
      step: steps + 1,
      minutes,
      memberId,
    });
  }
};
