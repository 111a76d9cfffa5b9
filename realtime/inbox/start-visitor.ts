import { v7 as uuidv7 } from "uuid";
import { limits } from "#contract/names.ts";
import type { SessionStart, SessionStartAck } from "#contract/session-start.ts";
import { readVisitorConversation } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { readAsksRating } from "#db/reads/ratings.ts";
import { readHoursIn } from "#db/reads/service-hours.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { hoursUnder } from "#engine/service-hours/hours-under.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import { startVisitorSession } from "#engine/tenancy/visitor-sessions.ts";
import { type VisitorContext, keepAsOwn } from "./own-conversations.ts";
import { rooms } from "./rooms.ts";

/**
 * Answers `session.start`: who the visitor is from now on, and the conversation to go on with. The
 * socket joins the conversation before its events are read, so that none falls in between.
 */
export const startVisitor = async (
  { gateway, socket }: VisitorContext,
  { token, locale }: SessionStart,
): Promise<SessionStartAck> => {
  const { db } = gateway.deps;
  const { channel, tenantId } = socket.data;
  if (token === null) gateway.admission.assertNewVisitor(socket);
  const turn = (socket.data.starts += 1);
  const { session, latest, conversationId, page, hours, asksRating } = await db.tenant(
    tenantId,
    async (tx) => {
      const started = await startVisitorSession(tx, channel, { token, locale });
      // Asked again, since this one took too long, for another contact: what it has made is undone.
      const { starts, contactId } = socket.data;
      if (turn !== starts && contactId !== null && contactId !== started.contactId)
        throw outdated();
      becomeContact({ gateway, socket }, started.contactId);
      const found = await readVisitorConversation(tx, started.contactId);
      const id = found?.conversationId ?? uuidv7();
      keepAsOwn(socket, id);
      const read = { limit: limits.eventsPerPage, audience: "public" } as const;
      // Each statement sees what was committed before it: also what was told just after the join.
      const stored = found === null ? { events: [], lastSeq: 0 } : await readEvents(tx, id, read);
      return {
        session: started,
        latest: found,
        conversationId: id,
        page: stored,
        hours: await readHoursIn(tx, id),
        asksRating: await readAsksRating(tx),
      };
    },
  );
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

const outdated = () =>
  new ActionRefused({
    kind: "unavailable",
    message: "A later session.start has taken the place of this one.",
    retryAfterMs: 500,
  });

/** Another contact on the same socket starts from nothing. */
const becomeContact = ({ socket }: VisitorContext, contactId: string) => {
  const { data } = socket;
  if (data.contactId === contactId) return;
  for (const id of data.own) void socket.leave(rooms.visitor(data.tenantId, id));
  if (data.contactId !== null) void socket.leave(rooms.contact(data.tenantId, data.contactId));
  data.own.clear();
  data.joined.clear();
  data.contactId = contactId;
  void socket.join(rooms.contact(data.tenantId, contactId));
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
