import { useEffect, useReducer, useState } from "react";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import type { DraftText } from "./open-draft-text.ts";

/** Opens a draft to be written for as long as the component shows; null until it has come. */
export const useDraftText = (decisionId: string): DraftText | null => {
  const inbox = useInboxStore();
  const [draft, setDraft] = useState<DraftText | null>(null);
  const [, show] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (inbox === null) return undefined;
    let opened: DraftText | null = null;
    let isGone = false;
    void import("./open-draft-text.ts").then(({ openDraftText }) => {
      if (isGone) return;
      opened = openDraftText(decisionId, inbox);
      const here = opened;
      here.subscribe(() => {
        if (here.read().status !== "opening") setDraft(here);
        show();
      });
    });
    return () => {
      isGone = true;
      opened?.close();
      setDraft(null);
    };
  }, [inbox, decisionId]);
  return draft;
};
