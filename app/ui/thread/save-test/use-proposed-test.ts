import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { Locale } from "#contract/ids.ts";

/** Something that was true of an answer. */
export type Expected =
  | { readonly kind: "answers" | "drafts" | "hands-over" }
  | { readonly kind: "cites"; readonly text: string }
  | { readonly kind: "language"; readonly lang: Locale };

/** What a message would test, and the policies it may go to. */
export type Proposed = {
  readonly test: {
    readonly question: string;
    readonly masked: string;
    readonly locale: Locale;
    readonly expects: readonly Expected[];
  };
  readonly policies: readonly { readonly id: string; readonly name: string }[];
  /** The one that answers visitors. */
  readonly policyId: string | null;
};

/** Reads the test a message would make; null until it has come. */
export const useProposedTest = (
  address: string,
): Proposed | { readonly problem: WireError } | null => {
  const [found, setFound] = useState<Proposed | { readonly problem: WireError } | null>(null);
  useEffect(() => {
    const away = new AbortController();
    const read = async () => {
      const answer = await fetch(address, { signal: away.signal });
      if (answer.ok) return setFound((await answer.json()) as Proposed);
      setFound({ problem: answer.status === 403 ? forbidden : gone });
    };
    read().catch(() => {
      if (!away.signal.aborted) setFound({ problem: unreachable });
    });
    return () => away.abort();
  }, [address]);
  return found;
};

const forbidden: WireError = { kind: "forbidden", message: "" };
const gone: WireError = { kind: "not_found", message: "" };
const unreachable: WireError = { kind: "unavailable", message: "" };
