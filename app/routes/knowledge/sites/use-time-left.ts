import { useEffect, useState } from "react";

/** What has to be seen of the work before a guess means anything. */
const leastDone = 5;
const leastMs = 5_000;

/** Minutes until `done` reaches `total` at the pace seen since this page looks; null while that says nothing. */
export const useTimeLeft = (done: number, total: number): number | null => {
  const [first, setFirst] = useState<{ readonly atMs: number; readonly done: number } | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (first === null || done < first.done) {
      setFirst({ atMs: Date.now(), done });
      return;
    }
    const ms = Date.now() - first.atMs;
    const made = done - first.done;
    const isTelling = made >= leastDone && ms >= leastMs;
    setLeft(isTelling ? Math.ceil(((total - done) * (ms / made)) / 60_000) : null);
  }, [done, total, first]);
  return left;
};
