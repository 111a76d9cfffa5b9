import { Schema } from "effect";

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0));

/**
 * What a client has noticed since its last report. Sent about once a minute, when there is something to
 * tell. The figures are shown to the client's own workspace and decide nothing.
 */
export const DeliveryReport = Schema.Struct({
  /** Events that were new to it, pushed or fetched. */
  received: Count,
  /** Times it saw a jump in `seq` and fetched what was missing. */
  gaps: Count,
  /** Events it dropped because it had them already. */
  duplicates: Count,
  /** Times it fetched again without being told to: after a broken line, a sleep, a heartbeat ahead of it. */
  resyncs: Count,
});
export type DeliveryReport = typeof DeliveryReport.Type;
