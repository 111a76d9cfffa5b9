import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { GeneratedTests } from "#engine/policy-tests/generate-tests.ts";

/** Reads what the newest conversations suggest for a policy's page; null until it has come. */
export const useGeneratedTests = (
  address: string,
): GeneratedTests | { readonly problem: WireError } | null => {
  const [found, setFound] = useState<GeneratedTests | { readonly problem: WireError } | null>(null);
  useEffect(() => {
    const away = new AbortController();
    const read = async () => {
      const answer = await fetch(address, { signal: away.signal });
      setFound(answer.ok ? ((await answer.json()) as GeneratedTests) : { problem: unreachable });
    };
    read().catch(() => {
      if (!away.signal.aborted) setFound({ problem: unreachable });
    });
    return () => away.abort();
  }, [address]);
  return found;
};

const unreachable: WireError = { kind: "unavailable", message: "" };
