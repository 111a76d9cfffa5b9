import { setTimeout as sleep } from "node:timers/promises";
import { v5 as uuidv5 } from "uuid";
import { type Member, readMembers } from "#db/reads/members.ts";
import { readWaitingConversations } from "#db/reads/waiting-conversations.ts";
import { escalate } from "../actions/escalate.ts";
import type { Services } from "../runtime/services.ts";
import { may } from "../tenancy/permissions.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { hoursUnder } from "./hours-under.ts";
import { openingAt, openMsBetween } from "./opening.ts";

/** How often it is looked whether somebody has waited too long, and how many are taken up at a time. */
const every = { ms: 10_000, conversations: 50 };
const namespace = "0f5a4f0e-6f0c-4d0c-9c57-2f6d3a1c8f10";

/**
 * Looks after conversations that wait for a person: whoever has waited so long in open hours goes to the next
 * one the policy or the workspace names. A step without a wait is taken whether or not people are there. Any number of processes may do so: a step of a conversation happens once.
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
  const { waiting, members } = await deps.db.tenant(tenantId, async (tx) => {
    const found = await readWaitingConversations(tx, { now, limit: every.conversations });
    const named = found.some(({ next }) => "who" in next && next.who !== null);
    return { waiting: found, members: named ? await readMembers(tx) : [] };
  });
  for (const { id, epoch, waitingSince, steps, next, hours } of waiting) {
    const { afterMinutes: minutes } = next;
    const open = hoursUnder(hours);
    if (minutes > 0 && !openingAt(open, now).open) continue;
    if (openMsBetween(open, waitingSince, now) < minutes * 60_000) continue;
    const envelope = {
      ...systemEnvelope(tenantId, "escalation"),
      // The same for every process that finds it.
      idempotencyKey: uuidv5(`${id} ${epoch} ${steps}`, namespace),
    };
    await escalate(deps, envelope, {
      conversationId: id,
      epoch,
      step: steps + 1,
      minutes,
      memberId: "who" in next ? memberNamed(members, next.who) : next.memberId,
    });
  }
};

/** Whom a page means by a name or an e-mail; null, the whole team, when they are gone or may not answer. */
const memberNamed = (members: readonly Member[], who: string | null): string | null => {
  const wanted = who?.toLowerCase();
  const named = members.filter(
    ({ name, email, role }) =>
      may(role, "conversations.write") &&
      (name.toLowerCase() === wanted || email.toLowerCase() === wanted),
  );
  return named.length === 1 ? (named[0]?.id ?? null) : null;
};
