import { useEffect, useState } from "react";
import type { QuickReply } from "./matching-replies.ts";

/** The quick replies of the workspace, read once when they are first wanted. Null until they are here. */
export const useQuickReplies = (isWanted: boolean): readonly QuickReply[] | null => {
  const [replies, setReplies] = useState<readonly QuickReply[] | null>(null);
  useEffect(() => {
    if (!isWanted || replies !== null) return;
    const abort = new AbortController();
    void read(abort.signal).then((found) => found !== null && setReplies(found));
    return () => abort.abort();
  }, [isWanted, replies]);
  return replies;
};

/** Null when the server could not be asked: the next "/" asks again. */
const read = async (signal: AbortSignal): Promise<readonly QuickReply[] | null> => {
  try {
    const answer = await fetch("/inbox/quick-replies", { signal });
    return answer.ok ? ((await answer.json()) as readonly QuickReply[]) : null;
  } catch {
    return null;
  }
};
