import type { SessionStart, SessionStartAck } from "#contract/session-start.ts";
import { hoursUnder } from "#engine/service-hours/hours-under.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import type { VisitorContext } from "./own-conversations.ts";

/**
 * Answers `session.start`: who the visitor is from now on, and the conversation to go on with. Those who
 * come at the same time are looked up together (`visitor-starts.ts`).
 */
export const startVisitor = async (
  { gateway, socket }: VisitorContext,
  { token, locale }: SessionStart,
): Promise<SessionStartAck> => {
  const { channel, tenantId } = socket.data;
  if (token === null) gateway.admission.assertNewVisitor(socket);
  const turn = (socket.data.starts += 1);
  const { session, conversationId, latest, page, hours, asksRating } =
    await gateway.visitorStarts.start({ socket, turn, token, locale });
  socket.data.locale = locale;
  const events = newest(page.events);
  const { open, changesAt } = openingAt(hoursUnder(hours), new Date());
  gateway.counts.add(tenantId, "delivered", events.length);
  return {
    ...session,
    conversationId,
    events,
    lastSeq: page.lastSeq,
    holder: latest?.holder ?? "ai",
    teamSeenSeq: latest?.teamSeenSeq ?? 0,
    channel: channel.look,
    people: { open, changesAt: changesAt?.toISOString() ?? null },
    asksRating,
  };
};

/** The last events that fit a frame; older ones can be fetched. */
const newest = (events: SessionStartAck["events"]): SessionStartAck["events"] => {
  let characters = 0;
  const tooOld = events.findLastIndex((event, index) => {
    characters += JSON.stringify(event).length;
    return index < events.length - 1 && characters > newestCharacters;
  });
  return events.slice(tooOld + 1);
};

/** Characters of events in the first answer. */
const newestCharacters = 256 * 1024;
