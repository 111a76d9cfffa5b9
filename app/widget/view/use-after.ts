import { useEffect, useState } from "preact/hooks";

/** True once `condition` has held for `delayMs`; false as soon as it no longer holds. */
export const useAfter = (condition: boolean, delayMs: number): boolean => {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    if (!condition) return setElapsed(false);
    const timer = setTimeout(() => setElapsed(true), delayMs);
    return () => clearTimeout(timer);
  }, [condition, delayMs]);
  return condition && elapsed;
};
