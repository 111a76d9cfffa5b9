import { createStore, get, update } from "idb-keyval";
import type { OutboxItem, OutboxStore } from "./outbox.ts";

/** Some browsers never answer the first opening of a database: then the page's memory has to do. */
const patienceMs = 2_000;

/** Keeps the outbox of one widget in IndexedDB, under the origin of the page around it. */
export const browserOutboxStore = (name: string): OutboxStore => {
  if (typeof indexedDB === "undefined") return noOutboxStore;
  const database = createStore("xin-widget", "outbox");
  return {
    read: () =>
      orRefused(
        get<readonly OutboxItem[]>(name, database).then((items) => items ?? []),
        null,
      ),
    change: (change) =>
      orRefused(
        update<readonly OutboxItem[]>(name, (items) => change(items ?? []), database).then(
          () => true,
        ),
        false,
      ),
  };
};

/** A browser that keeps nothing (some private windows): items live as long as the page. */
export const noOutboxStore: OutboxStore = {
  read: () => Promise.resolve(null),
  change: () => Promise.resolve(false),
};

const orRefused = async <T, R>(answer: Promise<T>, refused: R): Promise<T | R> => {
  const giveUp = new Promise<R>((resolve) => setTimeout(() => resolve(refused), patienceMs));
  return Promise.race([answer.catch(() => refused), giveUp]);
};
