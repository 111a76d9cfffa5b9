import { clear, createStore, delMany, setMany, values } from "idb-keyval";
import type { OutboxItem, OutboxStore } from "./outbox.ts";

/** Some browsers never answer the first opening of a database: then the page's memory has to do. */
const patienceMs = 2_000;

/** Keeps an outbox in an IndexedDB database of its own, one record for each item. */
export const browserOutboxStore = <Item extends OutboxItem>(
  database: string,
): OutboxStore<Item> => {
  const records = createStore(database, "messages");
  return {
    read: () =>
      orRefused(async () => {
        const items = await values<Item>(records);
        return items.toSorted((a, b) => a.at.localeCompare(b.at));
      }, null),
    put: (items) =>
      kept(() =>
        setMany(
          items.map((item) => [item.clientId, item]),
          records,
        ),
      ),
    remove: (clientIds) => kept(() => delMany([...clientIds], records)),
    clear: () => kept(() => clear(records)),
  };
};

/** Whether the browser kept the change. */
const kept = (change: () => Promise<void>): Promise<boolean> =>
  orRefused(async () => {
    await change();
    return true;
  }, false);

/** What a browser that keeps nothing (some private windows) answers: items live as long as the page. */
const orRefused = <T, R>(ask: () => Promise<T>, refused: R): Promise<T | R> =>
  Promise.race([
    ask().catch(() => refused),
    new Promise<R>((resolve) => setTimeout(() => resolve(refused), patienceMs)),
  ]);
