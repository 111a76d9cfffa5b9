import type { Typist } from "#contract/downstream.ts";
import { times } from "#contract/names.ts";

/** Who types where, as far as this node has heard. */
export type TypingBoard = {
  set(tenantId: string, conversationId: string, who: Typist, typing: boolean): void;
  /** Somebody has sent what they typed. */
  clear(tenantId: string, conversationId: string, typistId: string): void;
  list(tenantId: string, conversationId: string): readonly Typist[];
  close(): void;
};

/**
 * Keeps who types. Nothing is stored: a typist who is not repeated is gone after a few seconds, whether
 * the browser, the socket or the whole node went. `onChange` hears of every change of a list.
 */
export const makeTypingBoard = (
  onChange: (tenantId: string, conversationId: string, typing: readonly Typist[]) => void,
): TypingBoard => {
  const conversations = new Map<string, Map<string, Entry>>();

  const list = (key: string) => [...(conversations.get(key)?.values() ?? [])].map(({ who }) => who);

  const remove = (tenantId: string, conversationId: string, typist: string) => {
    const key = `${tenantId}/${conversationId}`;
    const entries = conversations.get(key);
    const entry = entries?.get(typist);
    if (entries === undefined || entry === undefined) return;
    clearTimeout(entry.expiry);
    entries.delete(typist);
    if (entries.size === 0) conversations.delete(key);
    onChange(tenantId, conversationId, list(key));
  };

  const add = (tenantId: string, conversationId: string, who: Typist) => {
    const key = `${tenantId}/${conversationId}`;
    const entries = conversations.get(key) ?? new Map<string, Entry>();
    const typist = typistKey(who);
    const untilMs = Date.now() + times.typingExpiryMs;
    const known = entries.get(typist);
    if (known !== undefined) {
      // Its timer looks at this when it goes off: setting a timer anew each time costs more than the rest.
      known.untilMs = untilMs;
      return;
    }
    if (entries.size >= mostTypists || conversations.size >= mostConversations) return;
    const entry: Entry = { who, untilMs, expiry: undefined };
    const expireLater = () => {
      entry.expiry = setTimeout(() => {
        if (entry.untilMs > Date.now()) expireLater();
        else remove(tenantId, conversationId, typist);
      }, entry.untilMs - Date.now()).unref();
    };
    expireLater();
    entries.set(typist, entry);
    conversations.set(key, entries);
    onChange(tenantId, conversationId, list(key));
  };

  return {
    set: (tenantId, conversationId, who, typing) => {
      if (typing) add(tenantId, conversationId, who);
      else remove(tenantId, conversationId, typistKey(who));
    },
    clear: (tenantId, conversationId, typistId) => {
      for (const note of [false, true]) {
        remove(tenantId, conversationId, typistKey({ id: typistId, note }));
      }
    },
    list: (tenantId, conversationId) => list(`${tenantId}/${conversationId}`),
    close: () => {
      for (const entries of conversations.values()) {
        for (const { expiry } of entries.values()) clearTimeout(expiry);
      }
      conversations.clear();
    },
  };
};

type Entry = { readonly who: Typist; untilMs: number; expiry: NodeJS.Timeout | undefined };

/** More do not fit a screen, and no honest node has more; the next one is simply not shown. */
const mostTypists = 20;
const mostConversations = 50_000;

/** The same person may write a reply in one tab and a note in another. */
const typistKey = ({ id, note }: Pick<Typist, "id" | "note">) => `${id}/${note}`;
