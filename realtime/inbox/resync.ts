import type { Resync } from "#contract/downstream.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { Namespaces } from "./sockets.ts";

/**
 * Tells every socket of this node to fetch again, spread over `withinMs`: the other nodes do the same at
 * the same moment, and the database is one.
 */
export const resyncEverybody = (
  { visitors, operators }: Pick<Namespaces, "visitors" | "operators">,
  counts: DeliveryCounts,
  withinMs = 2_000,
): void => {
  const sockets: Told[] = [...visitors.sockets.values(), ...operators.sockets.values()];
  for (const socket of sockets) {
    counts.add(socket.data.tenantId, "resyncs");
    setTimeout(() => socket.emit("resync", {}), Math.random() * withinMs).unref();
  }
};

type Told = {
  readonly data: { readonly tenantId: string };
  emit(name: "resync", message: Resync): unknown;
};
