import type { DrillClient } from "../client/drill-client.ts";
import type { HistoryRecord } from "../history/records.ts";

/** A stretch of time by `performance.now()`. */
export type Stretch = { readonly fromMs: number; readonly toMs: number };

/** The longest time within a stretch in which nobody got an acknowledgement, in milliseconds. */
export const longestGapMs = (
  history: readonly HistoryRecord[],
  { fromMs, toMs }: Stretch,
): number => {
  let longest = 0;
  let lastMs = fromMs;
  for (const record of history) {
    if (record.kind !== "ok" || record.atMs < fromMs || record.atMs > toMs) continue;
    longest = Math.max(longest, record.atMs - lastMs);
    lastMs = record.atMs;
  }
  return Math.max(longest, toMs - lastMs);
};

/** From the first attempt to the acknowledgement, for each message sent within a stretch, in milliseconds. */
export const ackTimesMs = (
  history: readonly HistoryRecord[],
  { fromMs, toMs }: Stretch,
): number[] => {
  const sentAt = new Map<string, number>();
  const tookMs: number[] = [];
  for (const record of history) {
    if (record.kind === "invoke" && !sentAt.has(record.clientId))
      sentAt.set(record.clientId, record.atMs);
    if (record.kind !== "ok") continue;
    const atMs = sentAt.get(record.clientId);
    if (atMs === undefined) continue;
    sentAt.set(record.clientId, Infinity);
    if (atMs >= fromMs && atMs <= toMs) tookMs.push(record.atMs - atMs);
  }
  return tookMs;
};

/** The longest time a client was away; Infinity when one never came back. */
export const longestOutageMs = (clients: readonly Pick<DrillClient, "outages">[]): number =>
  Math.max(
    0,
    ...clients.flatMap(({ outages }) =>
      outages.map(({ fromMs, toMs }) => (toMs ?? Infinity) - fromMs),
    ),
  );

/** The value below which a share (0 to 1) of the samples lies, by the nearest rank; NaN without samples. */
export const percentile = (samples: readonly number[], share: number): number =>
  samples.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(samples.length * share) - 1)] ?? NaN;
