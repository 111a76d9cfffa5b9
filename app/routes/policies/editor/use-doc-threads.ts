import { useEffect, useState } from "react";
import {
  type DocThreads,
  type DocThreadsState,
  openDocThreads,
} from "#app/sync/docs/doc-threads.ts";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";

/** The threads of a page, and what one may do with them. */
export type LiveThreads = DocThreadsState & { readonly act: DocThreads["act"] };

/** Follows what is said about a policy's page for as long as the page is open; null while there is none. */
export const useDocThreads = (
  policyId: string,
  shared: SharedDoc | undefined,
): LiveThreads | null => {
  const inbox = useInboxStore();
  const [live, setLive] = useState<LiveThreads | null>(null);
  useEffect(() => {
    if (inbox === null || shared === undefined) return undefined;
    const opened = openDocThreads({ kind: "policy", id: policyId }, shared, { inbox });
    const show = () => setLive({ ...opened.read(), act: opened.act });
    show();
    const end = opened.subscribe(show);
    return () => {
      end();
      opened.close();
      setLive(null);
    };
  }, [inbox, policyId, shared]);
  return live;
};
