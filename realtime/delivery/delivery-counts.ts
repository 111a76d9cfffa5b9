import type { Metrics } from "#engine/runtime/metrics.ts";

/** What is counted of the delivery. docs/protocol.md, RT41, says what each means. */
export const figures = [
  "sent",
  "acked",
  "delivered",
  "received",
  "gaps",
  "duplicates",
  "resyncs",
] as const;
export type Figure = (typeof figures)[number];

/** Minutes that are kept, the one that runs included. */
export const keptMinutes = 60;

/** Each figure in each of the last minutes, oldest first. `first` counts minutes since 1970. */
export type Minutes = { readonly first: number } & {
  readonly [Name in Figure]: readonly number[];
};

/** Figures of the last hour by tenant, of this node alone and in its memory alone. */
export type DeliveryCounts = {
  add(tenantId: string, figure: Figure, count?: number): void;
  read(tenantId: string): Minutes;
};

/**
 * Makes empty counts. A tenant costs about 2 KB; above `mostTenants` the one that came first is
 * forgotten. Adding is a look-up and an addition, so that it may stand in the way of every frame.
 */
export const makeDeliveryCounts = (
  metrics: Pick<Metrics, "deliveries">,
  { nowMs = Date.now, mostTenants = 2_000 } = {},
): DeliveryCounts => {
  const tenants = new Map<string, Ring>();
  const totals = figures.map((figure) => metrics.deliveries.labels({ figure }));

  const ringOf = (tenantId: string) => {
    const known = tenants.get(tenantId);
    if (known !== undefined) return known;
    const oldest = tenants.keys().next().value;
    if (tenants.size >= mostTenants && oldest !== undefined) tenants.delete(oldest);
    const ring = newRing();
    tenants.set(tenantId, ring);
    return ring;
  };

  return {
    add: (tenantId, figure, count = 1) => {
      if (count <= 0) return;
      const index = figures.indexOf(figure);
      totals[index]?.inc(count);
      const { minuteOf, counts } = ringOf(tenantId);
      const minute = minuteAt(nowMs());
      const slot = minute % keptMinutes;
      if (minuteOf[slot] !== minute) {
        minuteOf[slot] = minute;
        counts.fill(0, slot * figures.length, (slot + 1) * figures.length);
      }
      const place = slot * figures.length + index;
      counts[place] = Math.min(mostCounted, (counts[place] ?? 0) + count);
    },
    read: (tenantId) => {
      const ring = tenants.get(tenantId);
      const first = minuteAt(nowMs()) - keptMinutes + 1;
      return minutesFrom(first, (minute, index) => {
        const slot = minute % keptMinutes;
        if (ring?.minuteOf[slot] !== minute) return 0;
        return ring.counts[slot * figures.length + index] ?? 0;
      });
    },
  };
};

/** Adds up what several nodes have counted, over the hour that ends with the minute of `nowMs`. */
export const mergeMinutes = (parts: readonly Minutes[], nowMs: number): Minutes =>
  minutesFrom(minuteAt(nowMs) - keptMinutes + 1, (minute, index) => {
    const name = figures[index] ?? "sent";
    return parts.reduce((sum, part) => sum + (part[name][minute - part.first] ?? 0), 0);
  });

/** The start of a minute: ISO 8601, UTC. */
export const isoOfMinute = (minute: number): string => new Date(minute * 60_000).toISOString();

/** Counts by slot and figure; a slot belongs to the minute that `minuteOf` names. */
type Ring = { readonly minuteOf: Uint32Array; readonly counts: Uint32Array };

const newRing = (): Ring => ({
  minuteOf: new Uint32Array(keptMinutes),
  counts: new Uint32Array(keptMinutes * figures.length),
});

/** The largest count a cell holds; what is above it stays there. */
const mostCounted = 2 ** 32 - 1;

const minuteAt = (ms: number) => Math.floor(ms / 60_000);

const minutesFrom = (
  first: number,
  countOf: (minute: number, figureIndex: number) => number,
): Minutes => {
  const series = (figure: Figure) => {
    const index = figures.indexOf(figure);
    return Array.from({ length: keptMinutes }, (_, offset) => countOf(first + offset, index));
  };
  return {
    first,
    sent: series("sent"),
    acked: series("acked"),
    delivered: series("delivered"),
    received: series("received"),
    gaps: series("gaps"),
    duplicates: series("duplicates"),
    resyncs: series("resyncs"),
  };
};
