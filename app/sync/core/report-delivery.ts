import type { Ack } from "#contract/ack.ts";
import { times } from "#contract/names.ts";
import type { DeliveryCounter, DeliveryCounts } from "./delivery-counter.ts";

/** What reporting stands on. */
export type ReportingPorts = {
  readonly counter: DeliveryCounter;
  /** Whether the connection serves. */
  readonly canSend: () => boolean;
  readonly send: (report: DeliveryCounts) => Promise<Ack<object>>;
};

/**
 * Tells the server about once a minute what was noticed, when there is something. What could not be told
 * goes into the next report. Answers how to stop.
 */
export const reportDelivery = ({ counter, canSend, send }: ReportingPorts): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const report = async () => {
    if (!canSend()) return;
    const counts = counter.take();
    if (Object.values(counts).every((count) => count === 0)) return;
    const answer = await send(counts);
    if (!answer.ok) counter.giveBack(counts);
  };
  // Spread, so that the pages of a workspace do not all report at the same moment.
  const next = () => {
    if (isOver) return;
    const delayMs = times.deliveryReportMs * (0.9 + Math.random() / 5);
    timer = setTimeout(() => void report().finally(next), delayMs);
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};
