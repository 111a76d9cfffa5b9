import { useCallback, useEffect, useRef, useState } from "react";
import type { Decision } from "#contract/decision.ts";
import type { DecisionAct } from "#contract/decision-acts.ts";
import type { SentenceBlame } from "#contract/decision-blame.ts";

/** A decision with its acts; `acts` is null while nobody has asked what can be taken back. */
export type KnownDecision = {
  readonly decision: Decision;
  readonly acts: readonly DecisionAct[] | null;
  /** Where each sentence of its answer comes from; empty while nobody has asked. */
  readonly blame: readonly SentenceBlame[];
  readonly mayUndo: boolean;
};

// Decisions change only by what people did after; a short memory is enough.
const remembered = new Map<string, KnownDecision>();
const rememberedMost = 50;

/** How long after something happened in the conversation the record is read again, in ms. */
const settleMs = 400;

/**
 * Loads a decision, or answers the one at hand while it loads. It is read again when something has happened in its
 * conversation (`lastSeq` grows), since that may be what people did after.
 */
export const useDecision = (id: string | null, known: Decision | null, lastSeq = 0) => {
  const [loaded, setLoaded] = useState<KnownDecision | null>(null);
  /** The one that was read last: it is read again without haste. */
  const shownId = useRef<string | null>(null);
  const read = useCallback((wanted: string, signal?: AbortSignal): void => {
    void load(wanted, signal).then((decision) => {
      if (decision === null || signal?.aborted === true) return;
      shownId.current = decision.decision.id;
      setLoaded(decision);
    });
  }, []);
  useEffect(() => {
    if (id === null) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => read(id, stop.signal), shownId.current === id ? settleMs : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, lastSeq, read]);
  const reload = useCallback(() => {
    if (id !== null) read(id);
  }, [id, read]);
  return { known: id === null ? null : atHand(id, loaded, known), reload };
};

const atHand = (
  id: string,
  loaded: KnownDecision | null,
  known: Decision | null,
): KnownDecision | null => {
  if (loaded?.decision.id === id) return loaded;
  const before = remembered.get(id);
  if (before !== undefined) return before;
  return known?.id === id ? { decision: known, acts: null, blame: [], mayUndo: false } : null;
};

const load = async (id: string, signal?: AbortSignal): Promise<KnownDecision | null> => {
  const record = await fetchRecord(id, signal).catch(() => null);
  if (record === null) return null;
  remembered.set(id, record);
  const oldest = remembered.keys().next().value;
  if (remembered.size > rememberedMost && oldest !== undefined) remembered.delete(oldest);
  return record;
};

/** Rejects when the line is down or the reading was ended, also in the middle of the answer. */
const fetchRecord = async (id: string, signal?: AbortSignal): Promise<KnownDecision | null> => {
  const answer = await fetch(`/decisions/${id}/record`, signal === undefined ? {} : { signal });
  return answer.ok ? ((await answer.json()) as KnownDecision) : null;
};
