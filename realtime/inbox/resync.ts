import type { Resync } from "#contract/downstream.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";

/** Where sockets are found, those of one side. */
type Side = { readonly sockets: ReadonlyMap<string, Told> };

/**
 * Makes what tells every socket of this node to begin again, spread over `withinMs`: the other nodes do the
 * same at the same moment, and the database is one. It is for what has no number, such as who has seen
 * what; a heartbeat has shown before who misses events. Whoever is still to be told hears it once: an
 * outage of Redis ends several times, for each link and each node.
 */
export const makeResync = (
  { visitors, operators }: { readonly visitors: Side; readonly operators: Side },
  counts: Pick<DeliveryCounts, "add">,
  withinMs = 10_000,
): (() => void) => {
  const toBeTold = new WeakSet<Told>();
  return () => {
    for (const socket of [...visitors.sockets.values(), ...operators.sockets.values()]) {
      if (toBeTold.has(socket)) continue;
      toBeTold.add(socket);
      counts.add(socket.data.tenantId, "resyncs");
      setTimeout(() => {
        toBeTold.delete(socket);
        socket.emit("resync", {});
      }, Math.random() * withinMs).unref();
    }
  };
};

type Told = {
  readonly data: { readonly tenantId: string };
  emit(name: "resync", message: Resync): unknown;
};
