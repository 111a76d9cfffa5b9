import type { Tx } from "../client.ts";

/** Titles of sources that answered at a time (ISO 8601) and were deleted after it: the newest 20. */
export const readSourcesGoneSince = async (tx: Tx, at: string): Promise<readonly string[]> => {
  const rows = await tx<{ title: string }[]>`
    select title from xin.sources
    where state = 'deleted' and live_at is not null and created_at <= ${at}::timestamptz
      and deleted_at > ${at}::timestamptz
    order by deleted_at desc, id limit 20`;
  return rows.map(({ title }) => title);
};
