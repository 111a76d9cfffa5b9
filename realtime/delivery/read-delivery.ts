import type { DeliveryNode, DeliveryReadAck } from "#contract/delivery-read.ts";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import { type Cluster, type KnownNode, silentAfterMs } from "./cluster.ts";
import { isoOfMinute, mergeMinutes } from "./delivery-counts.ts";

/** Reads a tenant's last hour over all nodes. */
export type DeliveryReader = { read(tenantId: string): Promise<DeliveryReadAck> };

type Told = Extract<BusMessage, { type: "delivery.told" }>;

/**
 * Makes the reader. It asks every node and waits until those that were heard lately have answered, at
 * most a second; the figures of a node that does not answer are left out, and it is shown as silent.
 * Members of a tenant who ask at the same time share one question.
 */
export const makeDeliveryReader = ({
  bus,
  cluster,
}: {
  readonly bus: EventBus;
  readonly cluster: Cluster;
}): DeliveryReader => {
  const underWay = new Map<string, Promise<DeliveryReadAck>>();

  const ask = async (tenantId: string): Promise<DeliveryReadAck> => {
    const told = await collect(bus, tenantId, heardLately(cluster));
    const nowMs = Date.now();
    const parts = [...told.values()].flatMap(({ known }) => known?.minutes ?? []);
    const { first, ...series } = mergeMinutes(parts, nowMs);
    return {
      at: new Date(nowMs).toISOString(),
      minutes: { since: isoOfMinute(first), ...series },
      here: cluster.id,
      nodes: cluster.list().map((node) => shown(node, told.get(node.state.id))),
    };
  };

  return {
    read: (tenantId) => {
      const shared = underWay.get(tenantId);
      if (shared !== undefined) return shared;
      const asked = ask(tenantId).finally(() => underWay.delete(tenantId));
      underWay.set(tenantId, asked);
      return asked;
    },
  };
};

/** The nodes that should answer; waiting for the others would make every reading slow. */
const heardLately = (cluster: Cluster): Set<string> => {
  const tooOld = Date.now() - silentAfterMs;
  const lately = cluster.list().filter(({ heardAtMs }) => heardAtMs >= tooOld);
  return new Set(lately.map(({ state }) => state.id));
};

const collect = (bus: EventBus, tenantId: string, expected: Set<string>) =>
  new Promise<ReadonlyMap<string, Told>>((resolve) => {
    const askId = crypto.randomUUID();
    const told = new Map<string, Told>();
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve(told);
    };
    const timer = setTimeout(finish, patienceMs);
    const unsubscribe = bus.subscribe((message) => {
      if (message.type !== "delivery.told" || message.askId !== askId) return;
      told.set(message.node.id, message);
      expected.delete(message.node.id);
      if (expected.size === 0) finish();
    });
    bus.publish({ type: "delivery.asked", tenantId, askId });
  });

/** Longest wait for the other nodes. */
const patienceMs = 1_000;

const shown = ({ state, heardAtMs }: KnownNode, told: Told | undefined): DeliveryNode => {
  const { draining, ...node } = state;
  return {
    ...node,
    state: told === undefined ? "silent" : draining ? "draining" : "serving",
    databaseMs: told?.databaseMs ?? null,
    heardAt: new Date(heardAtMs).toISOString(),
    visitors: told?.known?.visitors ?? null,
    operators: told?.known?.operators ?? null,
  };
};
