import type { ConversationEvent } from "#contract/conversation-event.ts";
import { openInboxStore, type InboxStore } from "../../app/sync/inbox-store.ts";
import { type OperatorItem, stateOf } from "../../app/sync/operator-item.ts";
import { Conversation } from "../../app/widget/sync/conversation.ts";
import type { Remembered, WidgetMemory } from "../../app/widget/sync/widget-memory.ts";
import type { ModelLink, ModelNetwork } from "./model-network.ts";
import type { ModelServer } from "./model-server.ts";
import { makeOutboxStorage, type OutboxStorage } from "./outbox-storage.ts";

/** A conversation on a screen. */
export type Screen = { readonly id: string; readonly events: readonly ConversationEvent[] };

/** A page of somebody, as a test drives it. */
export type ModelPage = {
  readonly name: string;
  readonly say: (text: string, where: number, isAware: boolean) => string | null;
  readonly reload: () => void;
  readonly wake: () => void;
  readonly link: () => ModelLink;
  /** Looks at what is new; decides about what was held back. */
  readonly look: () => void;
  readonly settle: () => void;
  readonly screens: () => readonly Screen[];
  /** How many messages wait. */
  readonly waiting: () => number;
  /** What is wrong with the list of conversations; null when nothing is. */
  readonly listProblem: () => string | null;
  readonly close: () => void;
};

/** A visitor's browser: its tabs share memory and outbox. */
export const visitorTabs = (network: ModelNetwork, names: readonly string[]): ModelPage[] => {
  let remembered: Remembered = {};
  const memory: WidgetMemory = {
    read: () => remembered,
    write: (patch) => {
      remembered = { ...remembered, ...patch };
    },
    clear: () => {
      remembered = {};
    },
  };
  const { store: outboxStore, kept } = makeOutboxStorage<never>();
  return names.map((name): ModelPage => {
    let link = network.link({ kind: "visitor", contactId: null });
    const open = () =>
      new Conversation({
        openLink: link.open,
        storageName: "visitor",
        locale: "en",
        memory,
        outboxStore,
        onChange: () => undefined,
      });
    let page = open();
    return {
      name,
      say: (text) => {
        page.send(text);
        return null;
      },
      reload: () => {
        page.close();
        link = network.link({ kind: "visitor", contactId: null });
        page = open();
      },
      wake: () => page.wake(),
      link: () => link,
      look: () => page.markSeen(),
      settle: () => undefined,
      screens: () => {
        const { thread } = page.state;
        return thread === null || thread.knownSeq === 0
          ? []
          : [{ id: thread.conversationId, events: thread.events }];
      },
      waiting: () => page.state.outbox.length + kept().length,
      listProblem: () => null,
      close: () => page.close(),
    };
  });
};

/** A member's browser: its tabs share the outbox, and each has every conversation open. */
export const memberTabs = (
  network: ModelNetwork,
  server: ModelServer,
  member: string,
  names: readonly string[],
): ModelPage[] => {
  const storage = makeOutboxStorage<OperatorItem>();
  return names.map((name) => memberTab({ network, server, member, name, storage }));
};

type MemberTab = {
  readonly network: ModelNetwork;
  readonly server: ModelServer;
  readonly member: string;
  readonly name: string;
  readonly storage: OutboxStorage<OperatorItem>;
};

const memberTab = ({ network, server, member, name, storage }: MemberTab): ModelPage => {
  const { store: outboxStore, kept } = storage;
  let link = network.link({ kind: "member", id: member });
  let opened = new Set<string>();
  const load = (): InboxStore => {
    opened = new Set();
    const store = openInboxStore({
      name: member,
      openLink: link.open,
      outboxStore,
      fetchRows: (after) => network.ask(() => server.rowsAfter(after)),
      onSignedOut: () => undefined,
    });
    store.seedRows([...server.rows.values()], server.position);
    return store;
  };
  let page = load();
  const look = () => {
    for (const id of page.read().rows.keys()) {
      const row = server.rows.get(id);
      if (opened.has(id) || row === undefined) continue;
      opened.add(id);
      page.openThread(row, server.logs.get(id)?.slice(-3) ?? []);
    }
  };
  look();
  return {
    name,
    look,
    say: (text, where, isAware) => {
      const ids = [...opened];
      const conversationId = ids[where % ids.length];
      if (conversationId === undefined) return null;
      const seenSeq = page.read().threads.get(conversationId)?.lastSeq ?? 0;
      page.post({ conversationId, text, note: false, ...(isAware ? { seenSeq } : {}) });
      return conversationId;
    },
    reload: () => {
      page.close();
      link = network.link({ kind: "member", id: member });
      page = load();
      look();
    },
    wake: () => page.wake(),
    link: () => link,
    settle: () => {
      for (const item of page.read().pending) if (stateOf(item) === "held") page.sendAnyway(item);
    },
    screens: () => [...page.read().threads].map(([id, { events }]) => ({ id, events })),
    waiting: () => page.read().pending.length + kept().length,
    listProblem: () => {
      const shown = page.read().rows;
      for (const [id, { position }] of server.rows) {
        const at = shown.get(id)?.position;
        if (at !== position) return `${name} shows ${id} at ${at}, it is at ${position}`;
      }
      return null;
    },
    close: () => page.close(),
  };
};
