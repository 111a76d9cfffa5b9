import type { Db } from "#db/client.ts";
import { encodePayload, hashPayload } from "#db/reads/event-payload.ts";
import { words } from "./sample-events.ts";

/** A tenant, and the conversations its senders write to, one message each at a time. */
export type Lane = { readonly tenantId: string; readonly conversationIds: readonly string[] };

/** Rows a second that are inserted, one for each conversation at a time: what no append could beat. */
export const insertBatches = async (
  db: Db,
  lanes: readonly Lane[],
  forMs: number,
): Promise<number> => {
  const startMs = performance.now() + warmUpMs;
  const endMs = startMs + forMs;
  let inserted = 0;
  // Beyond all positions and seqs the product has taken: the rows collide with nothing.
  let next = 1_000_000;
  const writer = async ({ tenantId, conversationIds }: Lane) => {
    while (performance.now() < endMs) {
      const rows = conversationIds.map((id) => rowOf(tenantId, id, (next += 1)));
      await db.tenant(tenantId, (tx) => tx`insert into xin.events ${tx(rows)}`);
      const nowMs = performance.now();
      if (nowMs >= startMs && nowMs < endMs) inserted += rows.length;
    }
  };
  await Promise.all(lanes.map(writer));
  return (inserted * 1_000) / forMs;
};

const warmUpMs = 1_000;

/** The row of the sample message, with every column the product fills. */
const rowOf = (tenantId: string, conversationId: string, at: number) => {
  const payload = {
    parts: [{ type: "text", text: words }],
    note: false,
    citations: [],
    decisionId: null,
  };
  return {
    tenant_id: tenantId,
    position: at,
    id: crypto.randomUUID(),
    conversation_id: conversationId,
    seq: at,
    client_id: crypto.randomUUID(),
    type: "message.posted",
    audience: "public",
    actor_kind: "visitor",
    actor_id: conversationId,
    epoch: 1,
    payload: encodePayload(payload),
    payload_hash: hashPayload(payload),
    decision_id: null,
    depth: 0,
    traceparent: null,
    at: new Date(),
  };
};
