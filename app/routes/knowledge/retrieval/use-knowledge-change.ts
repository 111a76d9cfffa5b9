import { useEffect, useRef, useState } from "react";
import type { SourceNews } from "#app/sync/inbox-state.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";

/** Everything is asked again after a change, so changes are taken together for so long, in ms. */
const gatherMs = 3_000;

/**
 * A number that changes when sources have begun or ceased to answer. Their progress is no change, and
 * while many come in at once it changes every few seconds: an answer has time to arrive in between.
 */
export const useKnowledgeChange = (): number => {
  const told = useInbox(({ knowledge }) => lastAnswering(knowledge));
  const newest = useRef(told);
  newest.current = told;
  const [taken, setTaken] = useState(told);
  const isBehind = told !== taken;
  useEffect(() => {
    if (!isBehind) return undefined;
    const timer = setTimeout(() => setTaken(newest.current), gatherMs);
    return () => clearTimeout(timer);
  }, [isBehind]);
  return taken;
};

const lastAnswering = (news: ReadonlyMap<string, SourceNews>): number => {
  let last = 0;
  for (const { state, change } of news.values()) {
    if ((state === "live" || state === "deleted") && change > last) last = change;
  }
  return last;
};
