import { createHash } from "node:crypto";
import { pino } from "pino";
import { readChannels } from "#db/reads/channels.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { readCanary } from "#db/reads/policy-moves.ts";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { openSilentBus } from "#engine/runtime/silent-bus.ts";
import { openRunningDatabase } from "./running-database.ts";

/**
 * Puts so many conversations on each side of the canary of Tarnmoor, behind the server's back: people sent the first
 * draft under production, and discarded it under the canary.
 */
export const decideInCanary = async (dataDir: string, count: number) => {
  const db = await openRunningDatabase(dataDir);
  try {
    const tenantId = (await db.lookup((tx) => tenantBySlug(tx, "tarnmoor")))?.id ?? "";
    const deps = { db, log: pino({ level: "silent" }), bus: openSilentBus() };
    const { canary, production, channelId } = await db.tenant(tenantId, async (tx) => ({
      canary: await readCanary(tx),
      production: await readProductionPolicy(tx),
      channelId: (await readChannels(tx))[0]?.id ?? "",
    }));
    for (let n = 0; n < 2 * count; n += 1) {
      const isCanary = n % 2 === 0;
      const [contactId, decisionId] = [crypto.randomUUID(), crypto.randomUUID()];
      const conversationId = drawn(isCanary);
      await db.tenant(
        tenantId,
        (tx) => tx`insert into xin.contacts (tenant_id, id, channel_id)
          values (${tenantId}, ${contactId}, ${channelId})`,
      );
      await postMessage(
        deps,
        {
          tenantId,
          actor: { kind: "visitor", id: contactId, name: null },
          decisionId: null,
          depth: 0,
          idempotencyKey: crypto.randomUUID(),
          dryRun: false,
          traceparent: null,
        },
        { conversationId, channelId, parts: [{ type: "text", text: "Thanks!" }], note: false },
      );
      await db.tenant(tenantId, async (tx) => {
        await tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, policy_id,
            policy_version, mode, outcome, cost_usd)
          values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, ${canary?.policyId ?? null},
            ${(isCanary ? canary : production)?.version ?? 0}, 'draft', 'drafted', 0)`;
        await tx`insert into xin.decision_reactions (tenant_id, decision_id, conversation_id, seq, kind, actor_kind, at)
          values (${tenantId}, ${decisionId}, ${conversationId}, 3,
            ${isCanary ? "rejected" : "approved"}, 'member', now())`;
      });
    }
  } finally {
    await db.close();
  }
};

/** An id that a canary of one half is drawn for, or not: the AI, which answers too, then does so under the same version. */
const drawn = (isCanary: boolean): string => {
  for (;;) {
    const id = crypto.randomUUID();
    const draw = Number.parseInt(createHash("md5").update(id).digest("hex").slice(0, 8), 16);
    if (draw / 2 ** 32 < 0.5 === isCanary) return id;
  }
};
