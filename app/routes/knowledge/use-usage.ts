import { useEffect } from "react";
import { useFetcher } from "react-router";
import type { SourceUsage } from "#db/reads/source-usage.ts";

/** How often it is counted again while somebody looks, in ms. */
const everyMs = 60_000;

/** How often each source was answered from in seven days; null until it is counted. */
export const useUsage = (): SourceUsage | null => {
  const { load, data } = useFetcher<SourceUsage>({ key: "knowledge-usage" });
  useEffect(() => {
    void load("/knowledge/usage");
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void load("/knowledge/usage");
    }, everyMs);
    return () => clearInterval(timer);
  }, [load]);
  return data ?? null;
};
