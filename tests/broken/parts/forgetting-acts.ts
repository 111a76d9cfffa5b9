import { readClock as read, type readStoredActs as stored } from "#db/reads/stored-acts.ts";

/** The database's clock, as it is. */
export const readClock: typeof read = (tx) => read(tx);

/** No act has ever been stored before. */
export const readStoredActs: typeof stored = () => Promise.resolve([]);
