import { useEffect, useState } from "react";
import type {
  BehaviourChange,
  BehaviourLine,
  BehaviourSums,
} from "#engine/behaviour/behaviour-diff.ts";
import type { PolicyRef } from "#engine/policy/publish-policy.ts";
import { readLines } from "#app/ui/read-lines.ts";
import { policyRefField } from "../policy-ref-field.ts";

/** Two versions that are asked the same. */
export type BehaviourSides = { readonly before: PolicyRef; readonly after: PolicyRef };

/** A comparison as far as it has come. */
export type Behaviour = {
  /** Changed ones first, those with another outcome before those with other words. */
  readonly changes: readonly BehaviourChange[];
  readonly sums: BehaviourSums | null;
  readonly hasFailed: boolean;
};

const nothing: Behaviour = { changes: [], sums: null, hasFailed: false };

/** Compares two versions while the component that uses it is shown. */
export const useBehaviour = (
  { before, after }: BehaviourSides,
  conversations: number,
): Behaviour => {
  const [behaviour, setBehaviour] = useState(nothing);
  const from = policyRefField(before);
  const { policyId, version } = after;
  useEffect(() => {
    setBehaviour(nothing);
    const stop = new AbortController();
    const { signal } = stop;
    const body = new URLSearchParams({
      before: from,
      after: String(version),
      conversations: String(conversations),
    });
    const follow = async () => {
      const asked = fetch(`/policies/${policyId}/behaviour`, { method: "POST", body, signal });
      for await (const line of readLines<BehaviourLine>(asked)) {
        setBehaviour((known) => withLine(known, line));
      }
    };
    follow().catch(() => {
      if (!signal.aborted) setBehaviour((known) => ({ ...known, hasFailed: true }));
    });
    return () => stop.abort();
  }, [from, policyId, version, conversations]);
  return behaviour;
};

const withLine = (known: Behaviour, line: BehaviourLine): Behaviour => {
  switch (line.type) {
    case "change":
      return { ...known, changes: [...known.changes, line.change].toSorted(changedFirst) };
    case "end":
      return { ...known, sums: line.sums };
    case "problem":
      return { ...known, hasFailed: true };
  }
};

const changedFirst = (one: BehaviourChange, other: BehaviourChange): number =>
  weight(other) - weight(one) || one.index - other.index;

const weight = ({ changed }: BehaviourChange): number =>
  (changed.outcome ? 2 : 0) + (changed.answer ? 1 : 0);
