import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { browserOutboxStore } from "./core/outbox-store.ts";
import { fetchRows } from "./fetch-rows.ts";
import { initialInbox, type InboxState } from "./inbox-state.ts";
import { openInboxStore, type InboxStore } from "./inbox-store.ts";
import { openOperatorLink } from "./operator-link.ts";

const InboxContext = createContext<InboxStore | null>(null);

type Props = {
  /** The workspace this page shows, and who looks at it. */
  readonly tenantId: string;
  readonly memberId: string;
  readonly children: ReactNode;
};

/** Opens the live link when the page runs in a browser, for as long as the member stays the same. */
export function InboxProvider({ tenantId, memberId, children }: Props) {
  const [store, setStore] = useState<InboxStore | null>(null);
  useEffect(() => {
    const name = `xin-outbox-${memberId}`;
    const opened = openInboxStore({
      name,
      openLink: (events) => openOperatorLink(tenantId, events),
      outboxStore: browserOutboxStore(name),
      fetchRows,
      onSignedOut: () => location.assign("/sign-in"),
    });
    // A page that was away comes back with a question, not with hope.
    const wake = () => {
      if (document.visibilityState === "visible") opened.wake();
    };
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    setStore(opened);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
      removeEventListener("pageshow", wake);
      opened.close();
    };
  }, [tenantId, memberId]);
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
