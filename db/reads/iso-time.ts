import type { Tx } from "../client.ts";

/** A timestamp column as ISO 8601 in UTC, with milliseconds. */
export const isoTime = (tx: Tx, column: string) =>
  tx`to_char(${tx(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
