import { useRef } from "react";

/**
 * Keeps rows where they are while `hold` is true, so that nothing moves under a click; new ones come at
 * the end. `list` names what is shown: another list starts anew.
 */
export const useHeldOrder = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  list: string,
  hold: boolean,
): readonly Row[] => {
  const kept = useRef<{ list: string; order: readonly string[] }>({ list, order: [] });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const isHeld = hold && kept.current.list === list;
  const before = isHeld ? kept.current.order.filter((id) => byId.has(id)) : [];
  const order = [...new Set([...before, ...byId.keys()])];
  kept.current = { list, order };
  return order.flatMap((id) => byId.get(id) ?? []);
};
