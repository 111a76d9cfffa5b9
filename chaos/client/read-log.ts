import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { LoggedEvent } from "../history/records.ts";
import { loggedEvent } from "./logged-event.ts";

/** Reads a whole conversation through the product; `fetch` asks for the page that begins after a seq. */
export const readLog = async (
  fetch: (after: number) => Promise<EventsFetchAck>,
): Promise<LoggedEvent[]> => {
  const log: LoggedEvent[] = [];
  for (let more = true; more;) {
    const page = await fetch(log.at(-1)?.seq ?? 0);
    log.push(...page.events.map(loggedEvent));
    ({ more } = page);
  }
  return log;
};
