import type { WireError } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { upstream } from "#contract/names.ts";
import { newId } from "./new-id.ts";
import type { OperatorLink } from "./operator-link.ts";
import { browserOutbox, fateOf, type OutboxMessage, type PendingMessage } from "./outbox.ts";

/** How long a stored message may wait for its event before it leaves the queue, in milliseconds. */
const shownAfterAckMs = 4_000;

type Options = {
  readonly memberId: string;
  readonly link: OperatorLink;
  read(): readonly PendingMessage[];
  write(pending: readonly PendingMessage[]): void;
};

/**
 * Messages on their way, one at a time in each conversation, so that they arrive as they were written.
 * A message leaves the queue when the log shows it, or when the server says where it stands.
 */
export const openPostQueue = ({ memberId, link, read, write }: Options) => {
  const storage = browserOutbox(memberId);
  const flying = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = (clientId: string, patch: Partial<PendingMessage>): void =>
    write(
      read().map((message) => (message.clientId === clientId ? { ...message, ...patch } : message)),
    );

  const drop = (clientId: string): void => {
    write(read().filter((message) => message.clientId !== clientId));
    void storage.remove(clientId);
  };

  const send = async (message: PendingMessage): Promise<void> => {
    flying.add(message.conversationId);
    const answer = await link.request(...requestOf(message));
    flying.delete(message.conversationId);
    // The log may have shown it first.
    if (!read().some(({ clientId }) => clientId === message.clientId)) return flush();
    if (answer.ok) {
      // Stored. It stays on screen until the log shows it; the log may belong to a thread that was closed.
      void storage.remove(message.clientId);
      update(message.clientId, { state: "sent" });
      setTimeout(() => drop(message.clientId), shownAfterAckMs);
      return flush();
    }
    const fate = fateOf(answer.error);
    if (fate === "retry") return flushLater(answer.error);
    update(message.clientId, { state: fate, error: answer.error });
    flush();
  };

  const flush = (): void => {
    if (!link.socket.connected) return;
    const blocked = new Set(flying);
    for (const message of read()) {
      if (message.state === "sent") continue;
      if (message.state === "sending" && !blocked.has(message.conversationId)) void send(message);
      blocked.add(message.conversationId);
    }
  };

  const flushLater = (error: WireError): void => {
    clearTimeout(timer);
    const delay = (error.retryAfterMs ?? 1_000) * (1 + Math.random() / 2);
    timer = setTimeout(flush, delay);
  };

  const again = (clientId: string, patch: Partial<PendingMessage>): void => {
    update(clientId, { state: "sending", error: undefined, ...patch });
    const message = read().find((one) => one.clientId === clientId);
    if (message !== undefined) void storage.save(stored(message));
    flush();
  };

  void storage.load().then((kept) => {
    const known = new Set(read().map(({ clientId }) => clientId));
    const restored = kept.filter(({ clientId }) => !known.has(clientId));
    write([...restored.map((message) => ({ ...message, state: "sending" as const })), ...read()]);
    flush();
  });

  return {
    post: (message: Omit<OutboxMessage, "clientId" | "at">): string => {
      const queued = { ...message, clientId: newId(), at: new Date().toISOString() };
      write([...read(), { ...queued, state: "sending" }]);
      void storage.save(queued).then(flush);
      return queued.clientId;
    },
    retry: (clientId: string) => again(clientId, {}),
    /** The writer has read what was missed and sends the same message, under the same id. */
    sendAnyway: (clientId: string) => again(clientId, { seenSeq: undefined }),
    /** Takes a message that was not sent out of the queue. Answers it, so that its text is not lost. */
    takeBack: (clientId: string): PendingMessage | undefined => {
      const message = read().find((one) => one.clientId === clientId);
      drop(clientId);
      return message;
    },
    /** Events of the log that were ours are no longer pending. */
    settle: (events: readonly ConversationEvent[]): void => {
      const stored = new Set(events.map(({ clientId }) => clientId));
      for (const { clientId } of read()) if (stored.has(clientId)) drop(clientId);
    },
    flush,
    close: () => clearTimeout(timer),
  };
};

const stored = ({ state: _state, error: _error, ...message }: PendingMessage): OutboxMessage =>
  message;

const requestOf = (message: PendingMessage): [string, unknown] => {
  const { conversationId, clientId, text, note, seenSeq, draftDecisionId } = message;
  if (draftDecisionId !== undefined) {
    return [upstream.approveDraft, { conversationId, clientId, decisionId: draftDecisionId, text }];
  }
  const seen = seenSeq === undefined ? {} : { seenSeq };
  return [
    upstream.postMessage,
    { conversationId, clientId, parts: [{ type: "text", text }], note, ...seen },
  ];
};
