import { useEffect, useState } from "react";
import type { BehaviourEstimate } from "#engine/behaviour/behaviour-diff.ts";
import { policyRefField } from "../policy-ref-field.ts";
import type { BehaviourSides } from "./use-behaviour.ts";

/** Reads what comparing two versions costs; null until it has come. What cannot be read is not taken for free. */
export const useBehaviourEstimate = (
  { before, after }: BehaviourSides,
  conversations: number,
): BehaviourEstimate | null => {
  const [estimate, setEstimate] = useState<BehaviourEstimate | null>(null);
  const query = new URLSearchParams({
    before: policyRefField(before),
    after: String(after.version),
    conversations: String(conversations),
  });
  const address = `/policies/${after.policyId}/behaviour?${query}`;
  useEffect(() => {
    const away = new AbortController();
    const read = async () => {
      const answer = await fetch(address, { signal: away.signal });
      setEstimate(answer.ok ? ((await answer.json()) as BehaviourEstimate) : unknown);
    };
    read().catch(() => {
      if (!away.signal.aborted) setEstimate(unknown);
    });
    return () => away.abort();
  }, [address]);
  return estimate;
};

const unknown: BehaviourEstimate = { questions: 0, isFree: false, usd: null };
