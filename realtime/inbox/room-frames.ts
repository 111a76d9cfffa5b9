/** Collects what goes to a room, so that several things cost one frame. */
export type RoomFrames<Item> = {
  push(room: string, items: readonly Item[]): void;
  close(): void;
};

/**
 * What comes first to a quiet room leaves at once; what follows within `windowMs` leaves together at
 * the end of it. `flush` gets the items of one room in the order they came; a full frame leaves early.
 */
export const makeRoomFrames = <Item>(
  flush: (room: string, items: readonly Item[]) => void,
  { windowMs = 15, fullAt = 100 } = {},
): RoomFrames<Item> => {
  const waiting = new Map<string, Item[]>();
  const timers = new Map<string, NodeJS.Timeout>();

  const leave = (room: string) => {
    const items = waiting.get(room) ?? [];
    waiting.set(room, []);
    if (items.length > 0) flush(room, items);
  };

  const endWindow = (room: string) => {
    const isQuiet = (waiting.get(room) ?? []).length === 0;
    leave(room);
    if (isQuiet) {
      waiting.delete(room);
      timers.delete(room);
      return;
    }
    timers.get(room)?.refresh();
  };

  return {
    push: (room, items) => {
      const queue = waiting.get(room);
      if (queue === undefined) {
        waiting.set(room, [...items]);
        leave(room);
        timers.set(
          room,
          setTimeout(() => endWindow(room), windowMs),
        );
        return;
      }
      queue.push(...items);
      if (queue.length >= fullAt) leave(room);
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const room of waiting.keys()) leave(room);
      waiting.clear();
      timers.clear();
    },
  };
};
