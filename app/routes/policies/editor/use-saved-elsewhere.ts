import { useEffect, useState } from "react";
import { useRevalidator } from "react-router";
import type { DocVersioned } from "#contract/doc.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";

/**
 * Reads the page's data again when a version is saved while it is open, by a colleague or by a command. Answers its
 * number while it is the newest one; null when the newest was there before.
 */
export const useSavedElsewhere = (policyId: string, newest: number): number | null => {
  const inbox = useInboxStore();
  const { revalidate } = useRevalidator();
  const [told, setTold] = useState<number | null>(null);
  useEffect(
    () =>
      inbox?.listen((message, payload) => {
        if (message !== "doc.versioned") return;
        const { doc, version } = payload as DocVersioned;
        if (doc.kind !== "policy" || doc.id !== policyId || version < newest) return;
        setTold(version);
        if (version > newest) void revalidate();
      }),
    [inbox, policyId, newest, revalidate],
  );
  return told === newest ? told : null;
};
