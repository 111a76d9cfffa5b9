import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { initialInbox, type InboxState } from "./inbox-state.ts";
import { openInboxStore, type InboxStore } from "./inbox-store.ts";

const InboxContext = createContext<InboxStore | null>(null);

/** Opens the live link when the page runs in a browser, for as long as the member stays the same. */
export function InboxProvider({ memberId, children }: { memberId: string; children: ReactNode }) {
  const [store, setStore] = useState<InboxStore | null>(null);
  useEffect(() => {
    const opened = openInboxStore(memberId);
    setStore(opened);
    return () => opened.close();
  }, [memberId]);
  return <InboxContext value={store}>{children}</InboxContext>;
}

/** The live link; null on the server and until the page runs. */
export const useInboxStore = (): InboxStore | null => use(InboxContext);

/** A piece of the live state. `pick` must answer the same object for the same state. */
export const useInbox = <T,>(pick: (state: InboxState) => T): T => {
  const store = useInboxStore();
  return useSyncExternalStore(
    store?.subscribe ?? never,
    () => pick(store?.read() ?? initialInbox),
    () => pick(initialInbox),
  );
};

const never = () => () => undefined;
