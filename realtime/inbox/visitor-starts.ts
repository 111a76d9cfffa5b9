import { v7 as uuidv7 } from "uuid";
import type { Locale } from "#contract/ids.ts";
import { limits } from "#contract/names.ts";
import type { Db, Tx } from "#db/client.ts";
import { type VisitorConversation, readVisitorConversations } from "#db/reads/conversations.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { type EventsRead, readEvents } from "#db/reads/events.ts";
import { readAsksRating } from "#db/reads/ratings.ts";
import { type HoursIn, readHoursOfAll } from "#db/reads/service-hours.ts";
import { Sealed } from "#db/transaction.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { type VisitorSession, startVisitorSessions } from "#engine/tenancy/visitor-sessions.ts";
import { type Ask, askTogether } from "./ask-together.ts";
import { keepAsOwn } from "./keep-as-own.ts";
import { rooms } from "./rooms.ts";
import type { VisitorSocket } from "./sockets.ts";

/** Starts the sessions of visitors. */
export type VisitorStarts = {
  /** Rejects with ActionRefused when a later one has taken its place. */
  start(asked: AskedStart): Promise<Started>;
};

/** A `session.start`; `turn` counts those of its socket. */
export type AskedStart = {
  readonly socket: VisitorSocket;
  readonly turn: number;
  readonly token: string | null;
  readonly locale: Locale;
};

/** What was found of a visitor. */
export type Started = {
  readonly session: VisitorSession;
  /** Null when the visitor has none yet: `conversationId` is one that may be opened then. */
  readonly latest: VisitorConversation | null;
  readonly conversationId: string;
  /** The newest events of the conversation. */
  readonly page: Pick<EventsRead, "events" | "lastSeq">;
  readonly hours: HoursIn;
  readonly asksRating: boolean;
};

/**
 * Those of one tenant that come within a moment are found in one transaction of a few statements: when
 * everybody comes back at once, a transaction for each was most of what that cost.
 */
export const makeVisitorStarts = (db: Db): VisitorStarts => {
  /** By tenant, while somebody asks. */
  const tenants = new Map<
    string,
    { ask: Ask<AskedStart, PromiseSettledResult<Started>>; asked: number }
  >();

  const startAll = async (tenantId: string, batch: readonly AskedStart[]): Promise<Started[]> =>
    db.tenant(tenantId, (tx) => startIn(tx, batch));

  const startEach = async (
    tenantId: string,
    batch: readonly AskedStart[],
  ): Promise<PromiseSettledResult<Started>[]> => {
    // Whoever has gone while it waited is not worth a question.
    const here = batch.filter(({ socket }) => socket.connected);
    const settled = new Map(zip(here, await settle(tenantId, here)));
    return batch.map((each) => settled.get(each) ?? { status: "rejected", reason: outdated() });
  };

  const settle = async (
    tenantId: string,
    batch: readonly AskedStart[],
  ): Promise<PromiseSettledResult<Started>[]> => {
    if (batch.length === 0) return [];
    try {
      const started = await startAll(tenantId, batch);
      return started.map((value) => ({ status: "fulfilled", value }));
    } catch (error) {
      if (batch.length === 1 || error instanceof DatabaseUnavailable) throw error;
      // One of them may be what it fails for: it is outdated, or its channel was deleted just now.
      const alone = batch.map(async (each) => (await startAll(tenantId, [each]))[0] as Started);
      return Promise.allSettled(alone);
    }
  };

  return {
    start: async (asked) => {
      const { tenantId } = asked.socket.data;
      const tenant = tenants.get(tenantId) ?? {
        ask: askTogether((batch: readonly AskedStart[]) => startEach(tenantId, batch), together),
        asked: 0,
      };
      tenants.set(tenantId, tenant);
      tenant.asked += 1;
      try {
        const outcome = await tenant.ask(asked);
        if (outcome.status === "rejected") throw outcome.reason;
        return outcome.value;
      } finally {
        tenant.asked -= 1;
        if (tenant.asked === 0) tenants.delete(tenantId);
      }
    },
  };
};

const together = { fullAt: 32, mostAsking: 2, windowMs: 30 };

const zip = <A, B>(as: readonly A[], bs: readonly B[]): [A, B][] =>
  as.map((a, index) => [a, bs[index] as B]);

/** Each socket joins its conversation before the events of that are read, so that none falls in between. */
const startIn = async (tx: Tx, batch: readonly AskedStart[]): Promise<Sealed<Started[]>> => {
  const [asksRating, sessions] = await Promise.all([
    readAsksRating(tx),
    startVisitorSessions(
      tx,
      batch.map(({ socket, token, locale }) => ({ channel: socket.data.channel, token, locale })),
    ),
  ]);
  // What it has made of a contact is undone.
  if (batch.some((each, index) => isOutdated(each, sessions[index]))) throw outdated();
  const contactIds = sessions.map(({ contactId }) => contactId);
  const found = await readVisitorConversations(tx, contactIds);
  const visitors = zip(batch, sessions).map(([{ socket }, session]) => {
    const latest = found.get(session.contactId) ?? null;
    const conversationId = latest?.conversationId ?? uuidv7();
    becomeContact(socket, session.contactId);
    keepAsOwn(socket, conversationId);
    return { session, latest, conversationId, asksRating };
  });
  // Each statement sees what was committed before it: also what was told just after the join.
  const pages = visitors.map(async ({ latest, conversationId }) =>
    latest === null ? noEvents : readEvents(tx, conversationId, newestPage),
  );
  const ids = visitors.map(({ conversationId }) => conversationId);
  const last = Promise.all([readHoursOfAll(tx, ids), Promise.all(pages)]);
  return new Sealed(
    last.then(([hours, read]) =>
      zip(visitors, read).map(([visitor, page]) => ({
        ...visitor,
        page,
        hours: hours.get(visitor.conversationId) ?? noHours,
      })),
    ),
  );
};

const newestPage = { limit: limits.eventsPerPage, audience: "public" } as const;
const noEvents = { events: [], lastSeq: 0 };
const noHours = { workspace: null, policy: null };

/** Asked again, since this one took too long, for another contact. */
const isOutdated = (
  { socket: { data }, turn }: AskedStart,
  session: VisitorSession | undefined,
): boolean =>
  turn !== data.starts && data.contactId !== null && data.contactId !== session?.contactId;

const outdated = () =>
  new ActionRefused({
    kind: "unavailable",
    message: "A later session.start has taken the place of this one.",
    retryAfterMs: 500,
  });

/** Another contact on the same socket starts from nothing. */
const becomeContact = (socket: VisitorSocket, contactId: string) => {
  const { data } = socket;
  if (data.contactId === contactId) return;
  for (const id of data.own) void socket.leave(rooms.visitor(data.tenantId, id));
  if (data.contactId !== null) void socket.leave(rooms.contact(data.tenantId, data.contactId));
  data.own.clear();
  data.joined.clear();
  data.contactId = contactId;
  void socket.join(rooms.contact(data.tenantId, contactId));
};
