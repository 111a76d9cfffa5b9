import { useEffect, useState } from "react";
import type { Decision } from "#contract/decision.ts";

// Decisions change only by what people did after; a short memory is enough.
const remembered = new Map<string, Decision>();
const rememberedMost = 50;

/** Loads a decision, or answers the one at hand while it loads. */
export const useDecision = (id: string | null, known: Decision | null): Decision | null => {
  const [loaded, setLoaded] = useState<Decision | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    const stop = new AbortController();
    void load(id, stop.signal).then((decision) => {
      if (decision !== null && !stop.signal.aborted) setLoaded(decision);
    });
    return () => stop.abort();
  }, [id]);
  if (id === null) return null;
  if (loaded?.id === id) return loaded;
  return known?.id === id ? known : (remembered.get(id) ?? null);
};

const load = async (id: string, signal: AbortSignal): Promise<Decision | null> => {
  const answer = await fetch(`/decisions/${id}/record`, { signal }).catch(() => undefined);
  if (answer?.ok !== true) return null;
  const { decision } = (await answer.json()) as { decision: Decision };
  remembered.set(id, decision);
  const oldest = remembered.keys().next().value;
  if (remembered.size > rememberedMost && oldest !== undefined) remembered.delete(oldest);
  return decision;
};
