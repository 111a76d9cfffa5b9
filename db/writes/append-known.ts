import type { Db } from "../client.ts";
import { type Changes, toParameters } from "./append-events.ts";
import type { ActKey, LockedConversation } from "./begin-append.ts";

/** What an append was decided on, to be held against the rows: the acts, and where each conversation ended. */
export type Belief = {
  readonly known: readonly Pick<LockedConversation, "id" | "position">[];
  readonly acts: readonly ActKey[];
};

/** Where an append came to stand: the tenant's position before its first event, and its time. */
export type Appended = { readonly base: number; readonly at: string };

/**
 * The whole append in one statement, when all conversations still end where they are believed to and none
 * of the acts is stored yet; otherwise nothing is written, and the answer is null. Takes the same locks in
 * the same order as `beginAppend` and `appendEvents`.
 */
export const appendKnown = async (
  db: Db,
  tenantId: string,
  { known, acts }: Belief,
  changes: Changes,
): Promise<Appended | null> => {
  const ordered = known.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { count, events, rows } = toParameters(changes);
  const [answer] = await db.once(
    (sql) => sql<{ appended: { base: number; at: string } | null }[]>`
    select xin.append_alone(${tenantId}, ${ordered.map(({ id }) => id)}::uuid[],
      ${ordered.map(({ position }) => position)}::bigint[],
      ${acts.map((act) => act.conversationId)}::uuid[], ${acts.map((act) => act.clientId)}::uuid[],
      ${count}, ${events}, ${rows}) as appended`,
  );
  if (answer === undefined) throw new Error("append_alone answers one row");
  const { appended } = answer;
  return appended === null
    ? null
    : { base: appended.base, at: new Date(appended.at).toISOString() };
};
