import type { RowsPage } from "./row-feed.ts";

/** How long a page of rows may take, in ms. */
const timeoutMs = 10_000;

/** Asks the server for rows of the inbox: those that changed after a position, or the newest for null. */
export const fetchRows = async (after: number | null): Promise<RowsPage | undefined> => {
  const query = after === null ? "" : `?after=${after}`;
  try {
    const answer = await fetch(`/inbox/rows${query}`, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answer.ok ? ((await answer.json()) as RowsPage) : undefined;
  } catch {
    return undefined;
  }
};
