import { createStore, del, entries, set } from "idb-keyval";
import type { WireError } from "#contract/ack.ts";

/** A message on its way. Its id stays the same over every retry and reload. */
export type OutboxMessage = {
  readonly clientId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly note: boolean;
  /** The last seq on the writer's screen; absent once the writer said "send anyway". */
  readonly seenSeq?: number;
  /** Set when the message answers an AI draft. */
  readonly draftDecisionId?: string;
  /** ISO time of writing: the order in which messages go out. */
  readonly at: string;
};

/** A message of the outbox and how it fares. `sending` goes on by itself,
 * `sent` is stored and waits for its event, `held` and `failed` wait for the writer. */
export type PendingMessage = OutboxMessage & {
  readonly state: "sending" | "sent" | "held" | "failed";
  readonly error?: WireError;
};

/** Keeps messages until the server has them. Survives a reload where the browser lets it. */
export type OutboxStorage = {
  load(): Promise<readonly OutboxMessage[]>;
  save(message: OutboxMessage): Promise<void>;
  remove(clientId: string): Promise<void>;
};

/** The browser's own storage; without it (private windows) the messages live as long as the page. */
export const browserOutbox = (owner: string): OutboxStorage => {
  const store = createStore(`xin-outbox-${owner}`, "messages");
  return {
    load: async () => {
      const all = await entries<string, OutboxMessage>(store).catch(() => []);
      return all.map(([, message]) => message).toSorted((a, b) => a.at.localeCompare(b.at));
    },
    save: (message) => set(message.clientId, message, store).catch(notKept),
    remove: (clientId) => del(clientId, store).catch(notKept),
  };
};

const notKept = (): void => undefined;

/** What a refusal means for a message: try again by itself, or ask the writer. */
export const fateOf = (error: WireError): "retry" | "held" | "failed" => {
  if (error.kind === "unseen") return "held";
  const passing = ["overloaded", "unavailable", "draining", "internal"];
  return passing.includes(error.kind) ? "retry" : "failed";
};
