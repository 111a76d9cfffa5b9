import { useEffect, useRef } from "react";
import { useFetcher } from "react-router";
import { useInbox } from "#app/sync/use-inbox.tsx";
import type { SourceNews } from "#app/sync/inbox-state.ts";
import type { SourceState, WorkingState } from "#db/reads/knowledge.ts";
import { addressOf } from "./list-place.ts";
import type { ListedSource, SourceList } from "./read-list.ts";
import type { ListedSite } from "./sites/list-sites.ts";

/** The list is read again at most this often, in ms, however much is told. */
const readEveryMs = 1_000;

const working: Readonly<Record<WorkingState, true>> = {
  queued: true,
  fetching: true,
  extracting: true,
  chunking: true,
  embedding: true,
};

/** Whether a source is being worked on. */
export const isWorking = (state: string): state is WorkingState => state in working;

/**
 * The list as it is now. What is told of a source is shown at once; a row that changes its place, comes
 * or goes is read again, with the counts. Progress alone costs no reading.
 */
export const useLiveList = (loaded: SourceList): SourceList => {
  const { load, data, state } = useFetcher<SourceList>({ key: "knowledge-list" });
  const changes = useInbox((inbox) => inbox.knowledgeChanges);
  const news = useInbox((inbox) => inbox.knowledge);
  const isOnline = useInbox((inbox) => inbox.link === "online");
  const address = addressOf(loaded.place);
  const isSamePlace = data !== undefined && addressOf(data.place) === address;
  const list = isSamePlace && data.readAt > loaded.readAt ? data : loaded;

  // Which changes a reading cannot know of: those told after it was asked for.
  const asked = useRef(0);
  const base = useRef({ list, change: changes });
  if (base.current.list !== list) {
    base.current = { list, change: list === loaded ? changes : asked.current };
  }
  const after = base.current.change;
  const rows = list.rows.map((row) => patched(row, news.get(row.id), after));

  const sites = list.sites.map((site) => patchedSite(site, news.get(site.id), after));

  const known = new Map<string, string>(list.rows.map((row) => [row.id, row.state]));
  for (const { id, state: stands } of list.sites) known.set(id, `site.${stands}`);
  let isBehind = false;
  for (const { sourceId, state: told, progress, change } of news.values()) {
    const row = known.get(sourceId);
    const isNew = row === undefined ? progress === undefined : row !== told;
    if (change > after && isNew) isBehind = true;
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readSoon = useRef(() => undefined as void);
  readSoon.current = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      asked.current = changesNow.current;
      void load(address);
    }, readEveryMs);
  };
  const changesNow = useRef(changes);
  changesNow.current = changes;
  useEffect(() => {
    if (isBehind && state === "idle") readSoon.current();
  }, [isBehind, state, changes]);
  // What was told between the reading on the server and the link's coming up was told to nobody.
  useEffect(() => {
    if (isOnline) readSoon.current();
  }, [isOnline, loaded]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [address],
  );
  return { ...list, sites, rows };
};

const patched = (row: ListedSource, told: SourceNews | undefined, after: number): ListedSource => {
  if (told === undefined || told.change <= after) return row;
  const { state, progress = null } = told;
  if (isWorking(state)) {
    const isSame = state === row.state;
    const { progress: shown, before } = isSame ? row : { progress: null, before: null };
    return { ...row, state, progress: progress ?? shown, before };
  }
  // The rest of what is new with it comes with the next reading: until then it only stops moving.
  const isKnown = state === "live" || state === "cancelled";
  return isKnown ? { ...row, state: state satisfies SourceState, progress: null } : row;
};

/** A crawl tells how many pages it has asked for, of those it knows. */
const patchedSite = (site: ListedSite, told: SourceNews | undefined, after: number): ListedSite => {
  const total = told?.progress?.total ?? null;
  if (told === undefined || told.change <= after || told.progress === undefined) return site;
  if (told.state !== `site.${site.state}` || total === null) return site;
  const counts = { ...site.counts, found: total, waiting: Math.max(0, total - told.progress.done) };
  return { ...site, counts };
};
