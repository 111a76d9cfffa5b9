import type { EventBus } from "./event-bus.ts";
import type { Metrics } from "./metrics.ts";

/** Sources under way that are remembered; one that is retried without end must not fill the memory. */
const maxUnderWay = 1000;

/**
 * The same bus, for knowledge to speak to. What it says of a source tells how long reading it took and
 * how that ended; only this process speaks here, so that nothing is counted twice.
 */
export const measureIngestion = (
  bus: EventBus,
  metrics: Pick<Metrics, "ingestions" | "ingestionSeconds">,
): EventBus => {
  const startedMs = new Map<string, number>();
  return {
    ...bus,
    publish: (message) => {
      bus.publish(message);
      if (message.type !== "knowledge") return;
      const { sourceId, state } = message;
      if (state === "extracting" && startedMs.size < maxUnderWay) {
        startedMs.set(sourceId, performance.now());
      }
      if (state !== "live" && state !== "failed") return;
      const since = startedMs.get(sourceId);
      startedMs.delete(sourceId);
      metrics.ingestions.inc({ outcome: state });
      if (since !== undefined) {
        metrics.ingestionSeconds.observe((performance.now() - since) / 1000);
      }
    },
  };
};
