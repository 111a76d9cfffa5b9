import type { Db } from "#db/client.ts";
import type { BusMessage, EventBus, TenantDelivery } from "#engine/runtime/event-bus.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { probeCommit } from "#engine/runtime/probe-commit.ts";
import type { Cluster } from "./cluster.ts";

/** What answering the other nodes needs. */
export type AnsweringParts = {
  readonly bus: EventBus;
  readonly db: Pick<Db, "ping" | "tenant">;
  readonly log: Logger;
  readonly cluster: Cluster;
  /** What this node knows of a tenant; null on a node without sockets. */
  readonly known: (tenantId: string) => TenantDelivery | null;
};

/**
 * Answers what the nodes ask one another, this node's own questions too: how delivery goes in a tenant,
 * and whether a probe gets through. Answers a function that ends it.
 */
export const answerPeers = ({ bus, db, log, cluster, known }: AnsweringParts): (() => void) => {
  const pingMs = sharedPing(db);

  const tell = async (tenantId: string, askId: string) => {
    const databaseMs = await pingMs();
    const node = cluster.self();
    const type = "delivery.told";
    bus.publish({ type, tenantId, askId, node, databaseMs, known: known(tenantId) });
  };

  const answer = async (tenantId: string, checkId: string) => {
    const heardAtMs = performance.now();
    const { ms, problem } = await probeCommit(db, tenantId, commitDeadlineMs);
    bus.publish({
      type: "delivery.answered",
      tenantId,
      checkId,
      node: cluster.self(),
      heldMs: performance.now() - heardAtMs,
      databaseMs: ms,
      problem,
    });
  };

  const failed = (error: unknown) =>
    log.error({ err: error }, "another node's question was not answered");

  return bus.subscribe((message: BusMessage) => {
    if (message.type === "delivery.asked") tell(message.tenantId, message.askId).catch(failed);
    if (message.type === "delivery.probed") answer(message.tenantId, message.checkId).catch(failed);
  });
};

/** A database that is slower than this is shown as not answering. The asking node waits a second. */
const pingDeadlineMs = 700;
/** The asking node waits five seconds for the whole way. */
const commitDeadlineMs = 3_000;

/** How long the database takes to answer, asked once for all who want to know at the same time. */
const sharedPing = (db: AnsweringParts["db"]): (() => Promise<number | null>) => {
  let asked: Promise<number | null> | undefined;
  const ask = async () => {
    const startedAtMs = performance.now();
    try {
      await db.ping({ deadlineMs: pingDeadlineMs });
      return performance.now() - startedAtMs;
    } catch {
      return null;
    } finally {
      asked = undefined;
    }
  };
  return () => (asked ??= ask());
};
