import { useCallback, useEffect, useRef, useState } from "react";
import { rangeOf, storedRange, type StoredRange, type TextRange } from "#contract/text-place.ts";
import { newId } from "#app/sync/core/new-id.ts";
import {
  browserKeptForkStore,
  type KeptForkStore,
  type KeptSuggestion,
} from "#app/sync/docs/kept-fork-store.ts";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import type { Hunk } from "../editor/forked-text.ts";

/** Words to write beside the page again. */
export type PlacedWords = TextRange & { readonly proposed: string };

type Input = {
  readonly policyId: string;
  readonly memberId: string;
  /** The page as it is written together; undefined while there is none. */
  readonly shared: SharedDoc | undefined;
};

/**
 * Whether somebody suggests changes of a page, and what they have written beside it and not sent: kept in the browser,
 * and there again after a reload, until it is sent or given up.
 */
export const useKeptFork = ({ policyId, memberId, shared }: Input) => {
  const [isSuggesting, setSuggesting] = useState(false);
  const [unsent, setUnsent] = useState(0);
  const store = useRef<KeptForkStore | null>(null);
  const kept = useRef<readonly KeptSuggestion[]>([]);
  /** The same suggestion sent again is the same thread, in another tab and after a reload too. */
  const ids = useRef(new Map<string, string>());
  const isOn = useRef(false);

  const turn = useCallback((on: boolean): void => {
    isOn.current = on;
    setSuggesting(on);
  }, []);

  useEffect(() => {
    if (shared === undefined || isOn.current) return undefined;
    let isGone = false;
    const opened = browserKeptForkStore(`xin-page-${memberId}-${policyId}`);
    store.current = opened;
    void opened.read().then((found) => {
      if (isGone || found.length === 0 || isOn.current) return;
      kept.current = found;
      for (const { id, proposed, ...range } of found) ids.current.set(keyOf(range, proposed), id);
      turn(true);
    });
    return () => void (isGone = true);
  }, [shared, policyId, memberId, turn]);

  const idOf = useCallback((key: string): string => {
    const id = ids.current.get(key) ?? newId();
    ids.current.set(key, id);
    return id;
  }, []);

  /** Hears what stands beside the page; null when nothing can, though somebody may be suggesting. */
  const noteFork = useCallback(
    (hunks: readonly Hunk[] | null): void => {
      setUnsent(hunks?.length ?? 0);
      if (shared === undefined || (hunks === null && isOn.current)) return;
      const text = shared.doc.getText("text");
      kept.current = (hunks ?? []).map(({ from, to, proposed }) => {
        const range = storedRange(text, { from, to });
        return { ...range, proposed, id: idOf(keyOf(range, proposed)) };
      });
      void store.current?.put(kept.current);
    },
    [shared, idOf],
  );

  /** What was kept, where it stands on the page now. */
  const placeKept = useCallback((): readonly PlacedWords[] => {
    const text = shared?.doc.getText("text");
    if (text === undefined) return [];
    let end = 0;
    return kept.current
      .flatMap(({ proposed, ...range }) => {
        const found = rangeOf(text, range);
        return found === null ? [] : [{ ...found, proposed }];
      })
      .toSorted((a, b) => a.from - b.from)
      .map((words) => {
        // Words that others have moved into each other stand one after the other.
        const from = Math.max(end, words.from);
        end = Math.max(from, words.to);
        return { ...words, from, to: end };
      });
  }, [shared]);

  return { isSuggesting, setSuggesting: turn, unsent, noteFork, placeKept, idOf };
};

/** How a suggestion is known again. */
export const keyOf = ({ start, end }: StoredRange, proposed: string): string =>
  JSON.stringify([start, end, proposed]);
