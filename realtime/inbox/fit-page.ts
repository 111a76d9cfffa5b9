import type { EventsFetchAck } from "#contract/conversation-requests.ts";

/** Characters of events in one page: two hundred short ones fit, sixteen of the longest. */
const pageCharacters = 256 * 1024;

/** Cuts a page of events so that its frame stays small, never below one event, and says that more follow. */
export const fitPage = (page: EventsFetchAck): EventsFetchAck => {
  let characters = 0;
  const fitting = page.events.findIndex((event, index) => {
    characters += JSON.stringify(event).length;
    return index > 0 && characters > pageCharacters;
  });
  if (fitting === -1) return page;
  return { ...page, events: page.events.slice(0, fitting), more: true };
};
