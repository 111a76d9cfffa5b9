import type { Tx } from "../client.ts";

/** The database's clock, to the millisecond. Events carry it for display; order never comes from it. */
export const readClock = (tx: Tx): Promise<Date> =>
  tx<{ at: Date }[]>`select date_trunc('milliseconds', clock_timestamp()) as at`
    .execute()
    .then(([row]) => row?.at ?? new Date());
