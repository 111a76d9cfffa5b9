import { expect } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { applyEvent } from "#engine/actions/apply-event.ts";
import type { Outcome } from "#engine/actions/outcome.ts";
import type { TestWorkspace } from "./test-workspace.ts";

/** What an action did, as far as the outside can tell. */
export type Verified = {
  readonly outcome: Outcome;
  readonly row: ConversationRow;
  readonly events: readonly ConversationEvent[];
};

/**
 * Runs an action and holds it to the rule of every action that writes events: its events, applied to
 * the row before, give the row as it is read afterwards. They are what the log holds and what the
 * bus was told, their seq goes on without a gap, and the act itself is the last of them.
 */
export const verifyAction = async (
  { deps, tenantId, published }: TestWorkspace,
  conversationId: string,
  run: () => Promise<Outcome>,
): Promise<Verified> => {
  const read = () =>
    deps.db.tenant(tenantId, (tx) => readConversationRow(tx, conversationId, null));
  const before = await read();
  const publishedBefore = published.length;
  const outcome = await run();
  const row = await read();
  if (row === null) throw new Error("The action left no conversation");

  const after = before?.lastSeq ?? 0;
  const { events } = await deps.db.tenant(tenantId, (tx) =>
    readEvents(tx, conversationId, { after, limit: 200, audience: "team" }),
  );
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => after + index + 1));
  expect(outcome.events).toEqual(events);
  if (!outcome.duplicate) {
    expect(outcome.seq).toBe(events.at(-1)?.seq ?? null);
    expect(outcome.id).toBe(events.at(-1)?.id ?? null);
  }

  const told = published.slice(publishedBefore).filter((message) => message.type === "committed");
  expect(told.flatMap((message) => message.events)).toEqual(events);
  if (told.length > 0) expect(told.at(-1)?.position).toBe(row.position);

  const { position } = row;
  const start = before ?? notOpenedYet(row);
  const applied = events.reduce((state, event) => applyEvent(state, { ...event, position }), start);
  expect(applied).toEqual(row);
  return { outcome, row, events };
};

/** The row a conversation has before its first event; what identifies it never changes. */
const notOpenedYet = (row: ConversationRow): ConversationRow => ({
  ...row,
  status: "open",
  holder: "ai",
  epoch: 1,
  assignee: null,
  locale: row.contact.locale,
  subject: null,
  preview: null,
  previewBy: null,
  lastSeq: 0,
  position: 0,
  visitorSeq: 0,
  waitingReason: null,
  waitingSince: null,
  draft: null,
  updatedAt: row.createdAt,
});
