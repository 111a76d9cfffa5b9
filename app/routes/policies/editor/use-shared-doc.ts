import { useEffect, useState } from "react";
import { browserPendingStore } from "#app/sync/docs/pending-store.ts";
import { type SharedDoc, type SharedDocState, openSharedDoc } from "#app/sync/docs/shared-doc.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";

/** A document that has come, and its state. */
export type LiveDoc = { readonly shared: SharedDoc; readonly state: SharedDocState };

/**
 * Opens a policy's page to write together, for as long as the component shows; null until it has come, and
 * when no policy is named.
 */
export const useSharedDoc = (policyId: string | null, memberId: string): LiveDoc | null => {
  const inbox = useInboxStore();
  const [live, setLive] = useState<LiveDoc | null>(null);
  useEffect(() => {
    if (inbox === null || policyId === null) return undefined;
    const shared = openSharedDoc(
      { kind: "policy", id: policyId },
      { inbox, pending: browserPendingStore(`xin-page-${memberId}-${policyId}`) },
    );
    const end = shared.subscribe(() => {
      const state = shared.read();
      setLive(state.status === "opening" ? null : { shared, state });
    });
    return () => {
      end();
      shared.close();
      setLive(null);
    };
  }, [inbox, policyId, memberId]);
  return live;
};
