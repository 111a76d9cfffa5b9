import type { ConversationRow } from "#contract/conversation-row.ts";
import { readRowsById } from "#db/reads/conversations.ts";
import { type MemberMark, readMemberMarks } from "#db/reads/member-marks.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { Receivers } from "./broadcast.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import { roomSize, rooms } from "./rooms.ts";
import type { OperatorNamespace } from "./sockets.ts";

/** Tells the operators of a tenant how the rows of their inbox have changed. */
export type ChangedRows = {
  touch(tenantId: string, conversationId: string): void;
  close(): void;
};

/**
 * Collects changed conversations for 25 ms, or 200 ms while changes go on, then reads them once, after
 * the commit, with the marks of the members who are connected here, and sends each member their own
 * view. One read at a time for each tenant: what changes meanwhile goes into the next. A tenant nobody
 * watches costs nothing.
 */
export const makeChangedRows = (
  { db, log }: GatewayDeps,
  operators: OperatorNamespace,
  receivers: Receivers,
  counts: DeliveryCounts,
): ChangedRows => {
  const tenants = new Map<string, Pending>();
  let closed = false;

  const schedule = (tenantId: string, delayMs: number) => {
    const pending = tenants.get(tenantId);
    if (pending === undefined || closed) return;
    pending.timer = setTimeout(() => void flush(tenantId, pending), delayMs);
  };

  const flush = async (tenantId: string, pending: Pending) => {
    if (pending.ids.size === 0) {
      tenants.delete(tenantId);
      return;
    }
    const members = membersHere(operators, tenantId);
    if (members.length === 0) {
      tenants.delete(tenantId);
      return;
    }
    if (pending.tooMany) resync(tenantId, pending);
    const ids = [...pending.ids].slice(0, rowsPerRead);
    for (const id of ids) pending.ids.delete(id);
    // Also with nothing left: what changes soon after waits for the longer window.
    const nextMs = pending.ids.size > 0 ? windowMs : busyWindowMs;
    try {
      send(tenantId, await read(tenantId, ids, members));
      schedule(tenantId, nextMs);
    } catch (error) {
      log.debug({ err: error, tenantId }, "changed rows could not be read; trying again");
      for (const id of ids) pending.ids.add(id);
      schedule(tenantId, retryMs);
    }
  };

  const read = (tenantId: string, ids: readonly string[], members: readonly string[]) =>
    db.tenant(tenantId, async (tx) => {
      const [rows, marks] = await Promise.all([
        readRowsById(tx, ids, null),
        readMemberMarks(tx, ids, members),
      ]);
      return { rows, marks };
    });

  const send = (
    tenantId: string,
    { rows, marks }: { rows: ConversationRow[]; marks: MemberMark[] },
  ) => {
    const byConversation = Map.groupBy(marks, ({ conversationId }) => conversationId);
    for (const row of rows) {
      // Members who see it alike share one encoded frame: most have read nothing.
      const alike = Map.groupBy(
        byConversation.get(row.id) ?? [],
        ({ seenSeq, unread }) => `${seenSeq}/${unread}`,
      );
      for (const group of alike.values()) {
        const [{ seenSeq, unread }] = group as [MemberMark];
        const to = group.map(({ memberId }) => rooms.member(tenantId, memberId));
        const except = receivers.leftOut(to, "lasting");
        if (except === null) continue;
        operators
          .to(to)
          .except(except)
          .emit("conversation.changed", { row: { ...row, seenSeq, unread } });
      }
    }
  };

  /** More rows than anybody waits for: the lists are fetched again instead. */
  const resync = (tenantId: string, pending: Pending) => {
    pending.tooMany = false;
    pending.ids.clear();
    const room = rooms.tenant(tenantId);
    counts.add(tenantId, "resyncs", roomSize(operators, room));
    operators.to(room).emit("resync", {});
  };

  return {
    touch: (tenantId, conversationId) => {
      const pending = tenants.get(tenantId);
      if (pending !== undefined) {
        if (pending.ids.size < mostWaiting) pending.ids.add(conversationId);
        else pending.tooMany = true;
        return;
      }
      if (!operators.adapter.rooms.has(rooms.tenant(tenantId))) return;
      tenants.set(tenantId, { ids: new Set([conversationId]), tooMany: false, timer: undefined });
      schedule(tenantId, windowMs);
    },
    close: () => {
      closed = true;
      for (const { timer } of tenants.values()) clearTimeout(timer);
      tenants.clear();
    },
  };
};

type Pending = {
  readonly ids: Set<string>;
  /** More changed than `ids` may hold. */
  tooMany: boolean;
  timer: NodeJS.Timeout | undefined;
};

const windowMs = 25;
/** While changes go on: an inbox needs no row more often. */
const busyWindowMs = 200;
/** While the database is away. */
const retryMs = 1_000;
const rowsPerRead = 100;
const mostWaiting = 1_000;

const membersHere = (operators: OperatorNamespace, tenantId: string): string[] => {
  const ids = operators.adapter.rooms.get(rooms.tenant(tenantId)) ?? [];
  const members = [...ids].map((id) => operators.sockets.get(id)?.data.principal.memberId);
  return [...new Set(members.filter((memberId) => memberId !== undefined))];
};
