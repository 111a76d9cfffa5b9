import { useEffect, useState } from "react";
import { browserKeptDocStore } from "#app/sync/docs/kept-doc-store.ts";
import { browserPendingStore } from "#app/sync/docs/pending-store.ts";
import { type SharedDoc, type SharedDocState, openSharedDoc } from "#app/sync/docs/shared-doc.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";

/** A document that has come, and its state. */
export type LiveDoc = {
  readonly shared: SharedDoc;
  readonly state: SharedDocState;
  /** Gives up the changes that are not acknowledged, and opens the document without them. */
  readonly discard: () => Promise<void>;
};

/**
 * Opens a policy's page to write together, for as long as the component shows; null until it has come, and
 * when no policy is named.
 */
export const useSharedDoc = (policyId: string | null, memberId: string): LiveDoc | null => {
  const inbox = useInboxStore();
  const [live, setLive] = useState<LiveDoc | null>(null);
  const [discarded, setDiscarded] = useState(0);
  useEffect(() => {
    if (inbox === null || policyId === null) return undefined;
    const name = `xin-page-${memberId}-${policyId}`;
    const shared = openSharedDoc(
      { kind: "policy", id: policyId },
      {
        inbox,
        pending: browserPendingStore(name),
        kept: browserKeptDocStore(name),
      },
    );
    const discard = async () => {
      await shared.discard();
      setDiscarded((count) => count + 1);
    };
    const end = shared.subscribe(() => {
      const state = shared.read();
      setLive(state.status === "opening" ? null : { shared, state, discard });
    });
    return () => {
      end();
      shared.close();
      setLive(null);
    };
  }, [inbox, policyId, memberId, discarded]);
  return live;
};
