import { useRef } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";

/**
 * Keeps rows where they are while the pointer is over the list, so that nothing moves under a click.
 * New rows wait behind a count until they are let in, or until the pointer leaves.
 * `list` names what is shown; another list starts anew.
 */
export const useSteadyOrder = (
  current: readonly ConversationRow[],
  list: string,
  hold: boolean,
): { rows: readonly ConversationRow[]; waiting: number; release: () => void } => {
  const kept = useRef<{ list: string; order: readonly string[] }>({ list, order: [] });
  const inOrder = current.map(({ id }) => id);
  if (!hold || kept.current.list !== list || kept.current.order.length === 0) {
    kept.current = { list, order: inOrder };
  }
  const byId = new Map(current.map((row) => [row.id, row]));
  const order = new Set(kept.current.order);
  const rows = kept.current.order.flatMap((id) => byId.get(id) ?? []);
  // Older pages join at the end; only what is newer waits.
  const oldest = rows.at(-1)?.updatedAt ?? "";
  const fresh = current.filter(({ id }) => !order.has(id));
  const older = fresh.filter(({ updatedAt }) => updatedAt <= oldest);
  return {
    rows: [...rows, ...older],
    waiting: fresh.length - older.length,
    release: () => {
      kept.current = { list, order: [] };
    },
  };
};
