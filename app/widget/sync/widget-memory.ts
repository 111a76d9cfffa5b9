import type { ChannelLook } from "#contract/session-start.ts";

/** What one widget key remembers in the page's storage, first-party to the page that embeds it. */
export type Remembered = {
  readonly token?: string;
  readonly contactId?: string;
  /** The conversation this visitor goes on with, also before its first message is stored. */
  readonly conversationId?: string;
  /** How far this visitor has seen that conversation. */
  readonly seenSeq?: number;
  /** The visitor has written: the launcher may then load the panel to count unread answers. */
  readonly wrote?: boolean;
  /** How the channel looked last time, to open without a flash. */
  readonly look?: ChannelLook;
};

/** The memory of one widget key. */
export type WidgetMemory = {
  read(): Remembered;
  /** Adds to what is remembered. */
  write(patch: Remembered): void;
  clear(): void;
};

/** The entry `name` of the page's storage, which the launcher reads too; where storage is refused (blocked cookies), memory as long as the page lives. */
export const browserMemory = (name: string): WidgetMemory => {
  let fallback: Remembered = {};
  const read = (): Remembered => {
    try {
      const text = localStorage.getItem(name);
      return text === null ? fallback : parsed(text);
    } catch {
      return fallback;
    }
  };
  const store = (next: Remembered) => {
    fallback = next;
    try {
      localStorage.setItem(name, JSON.stringify(next));
    } catch {
      // Full or forbidden: `fallback` carries on.
    }
  };
  return {
    read,
    write: (patch) => store({ ...read(), ...patch }),
    clear: () => {
      fallback = {};
      try {
        localStorage.removeItem(name);
      } catch {
        // Forbidden: then nothing was kept there.
      }
    },
  };
};

const parsed = (text: string): Remembered => {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? value : {};
};
