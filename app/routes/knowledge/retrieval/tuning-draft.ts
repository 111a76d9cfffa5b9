import { useEffect, useState } from "react";
import type { Tuning } from "#engine/knowledge/tuning.ts";

/** A tuning on trial, in this browser tab alone until it is saved. */
export type TuningDraft = {
  readonly tuning: Tuning;
  readonly isChanged: boolean;
  change(part: Partial<Tuning>): void;
  /** Back to what answers visitors. */
  reset(): void;
};

/**
 * The changes being tried, over the tuning in production. They outlive a reload in the tab's own storage,
 * and are dropped when another version goes into production: they were changes of the one before.
 */
export const useTuningDraft = (
  production: { readonly version: number; readonly tuning: Tuning },
  workspace: string,
): TuningDraft => {
  const place = `xin.tuning.${workspace}.r${production.version}`;
  const [draft, setDraft] = useState<{ readonly place: string; readonly part: Partial<Tuning> }>({
    place,
    part: {},
  });
  // The server knows nothing of a tab: what was kept comes in after the first picture.
  useEffect(() => setDraft({ place, part: read(place) }), [place]);
  const part = draft.place === place ? draft.part : {};
  const tuning = { ...production.tuning, ...part };
  const keep = (next: Partial<Tuning>) => {
    sessionStorage.setItem(place, JSON.stringify(next));
    setDraft({ place, part: next });
  };
  return {
    tuning,
    isChanged: JSON.stringify(tuning) !== JSON.stringify(production.tuning),
    change: (more) => keep({ ...part, ...more }),
    reset: () => keep({}),
  };
};

const read = (place: string): Partial<Tuning> => {
  const kept = sessionStorage.getItem(place);
  return kept === null ? {} : (JSON.parse(kept) as Partial<Tuning>);
};
