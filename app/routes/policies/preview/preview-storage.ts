import type { OutboxItem, OutboxStore } from "#app/sync/core/outbox.ts";
import type { Remembered, WidgetMemory } from "#app/widget/sync/widget-memory.ts";

/** A memory that ends with the preview: nothing of a pretended visitor stays in the author's browser. */
export const previewMemory = (): WidgetMemory => {
  let remembered: Remembered = {};
  return {
    read: () => remembered,
    write: (patch) => {
      remembered = { ...remembered, ...patch };
    },
    clear: () => {
      remembered = {};
    },
  };
};

/** An outbox that ends with the preview. */
export const previewOutbox = <Item extends OutboxItem>(): OutboxStore<Item> => {
  const items = new Map<string, Item>();
  return {
    read: () => Promise.resolve([...items.values()]),
    put: (added) => {
      for (const item of added) items.set(item.clientId, item);
      return Promise.resolve(true);
    },
    remove: (ids) => {
      for (const id of ids) items.delete(id);
      return Promise.resolve(true);
    },
    clear: () => {
      items.clear();
      return Promise.resolve(true);
    },
  };
};
