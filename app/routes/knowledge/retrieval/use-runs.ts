import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { QuestionRun } from "#engine/knowledge/tuning/run-questions.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { postForm, toProblem } from "./use-answer.ts";

/** How the saved questions do under a tuning. */
export type Runs = {
  /** By the question's id; those of the tuning before until all new ones are there. */
  readonly runs: ReadonlyMap<string, QuestionRun>;
  /** Share that is done, 0..1; 1 when nothing runs. */
  readonly done: number;
  readonly problem: WireError | null;
};

/** Questions in one request; the server takes no more. */
const pageSize = 25;
/** The set is run once a slider has rested for so long, in milliseconds. */
const restMs = 350;

/** Runs the saved questions, page by page, and again whenever they, the knowledge or the tuning change. */
export const useRuns = (ids: readonly string[], tuning: Tuning, knowledge: number): Runs => {
  const key = JSON.stringify({ ids, tuning });
  const [state, setState] = useState<Runs>({ runs: new Map(), done: 0, problem: null });
  useEffect(() => {
    const abort = new AbortController();
    const asked = JSON.parse(key) as { readonly ids: string[]; readonly tuning: Tuning };
    const run = async () => {
      const runs = new Map<string, QuestionRun>();
      setState((now) => ({ ...now, done: 0, problem: null }));
      for (let start = 0; start < asked.ids.length; start += pageSize) {
        const page = asked.ids.slice(start, start + pageSize);
        const fields = { ids: JSON.stringify(page), tuning: JSON.stringify(asked.tuning) };
        const found = await postForm<readonly QuestionRun[]>(
          "/knowledge/retrieval/run",
          fields,
          abort.signal,
        );
        for (const one of found) runs.set(one.id, one);
        const done = Math.min(1, (start + pageSize) / asked.ids.length);
        if (done < 1 && !abort.signal.aborted) setState((now) => ({ ...now, done }));
      }
      if (!abort.signal.aborted) setState({ runs, done: 1, problem: null });
    };
    const timer = setTimeout(
      () =>
        void run().catch((error: unknown) => {
          if (!abort.signal.aborted) {
            setState((now) => ({ ...now, done: 1, problem: toProblem(error) }));
          }
        }),
      restMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, knowledge]);
  return state;
};
