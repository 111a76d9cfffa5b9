import type { Db } from "#db/client.ts";
import type { EventBus } from "../runtime/event-bus.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Something of which a process has one for each database and bus, made when it is first asked for. */
export const ofProcess = <T>(make: () => T): ((deps: ActionDeps) => T) => {
  const made = new WeakMap<Db, WeakMap<EventBus, T>>();
  return ({ db, bus }) => {
    const ofDb = getOrMake(made, db, () => new WeakMap<EventBus, T>());
    return getOrMake(ofDb, bus, make);
  };
};

const getOrMake = <K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const value = make();
  map.set(key, value);
  return value;
};
