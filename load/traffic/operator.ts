import { setTimeout as wait } from "node:timers/promises";
import type { ConversationJoinAck } from "../../realtime/contract/conversation-requests.ts";
import type { ConversationChanged } from "../../realtime/contract/downstream.ts";
import { namespaces, protocolVersion } from "../../realtime/contract/names.ts";
import { type Ledger, countRefusal } from "./ledger.ts";
import { type Line, openLine, pauseMs } from "./line.ts";
import { makeReader } from "./reader.ts";

/** An operator with the inbox open, in some of the conversations. */
export type Operator = {
  readonly name: string;
  /** Where it connects. */
  readonly url: string;
  readonly line: Line;
  /** Holds these conversations from now on and follows them. Resolves when every one is joined. */
  follow(conversationIds: readonly string[]): Promise<void>;
  /** Asks until it is granted. Null when the line was lost before. */
  ask<T>(name: string, body: object): Promise<T | null>;
  shownUpTo(conversationId: string): number;
  readonly followed: readonly string[];
};

/** Where an operator sits. */
export type OperatorOptions = {
  readonly name: string;
  readonly url: string;
  /** The origin the console is served under. */
  readonly origin: string;
  /** Value of the `cookie` header. */
  readonly cookie: string;
  readonly from: string;
  readonly ledger: Ledger;
  /** Whether the rows of the list are read, not only counted: reading costs time, and one of a tenant is enough. */
  readonly readsRows: boolean;
};

/** Opens the console. People hold its conversations: the AI's answers are not what is measured. */
export const openOperator = (options: OperatorOptions): Operator => {
  const { name, url, ledger } = options;
  const joined = new Set<string>();

  const reader = makeReader({
    session: name,
    ledger,
    line: () => line,
    onShown: ({ clientId }, atMs) => {
      const times = clientId === null ? undefined : ledger.messages.get(clientId);
      if (times !== undefined) times.deliveredMs ??= atMs;
    },
  });

  const askUntilGranted = async <T>(request: string, body: object): Promise<T | null> => {
    for (let attempts = 0; line.isOpen; attempts += 1) {
      const answer = await line.ask<T>(request, body);
      if (answer?.ok === true) return answer;
      if (answer !== null) countRefusal(ledger, answer.error);
      await wait(Math.max(answer?.error.retryAfterMs ?? 0, pauseMs(attempts)));
    }
    return null;
  };

  const join = async (conversationId: string): Promise<void> => {
    const answer = await askUntilGranted<ConversationJoinAck>("conversation.join", {
      conversationId,
    });
    if (answer !== null) reader.follow(conversationId, answer.lastSeq);
  };

  const enter = async (): Promise<void> => {
    for (const conversationId of joined) await join(conversationId);
  };

  const line: Line = openLine({
    url,
    namespace: namespaces.operator,
    auth: { version: protocolVersion },
    headers: { origin: options.origin, cookie: options.cookie },
    from: options.from,
    tally: ledger.lines,
    onEntered: () => void enter(),
    onEvent: (event, json) => {
      if (event === "events.appended") reader.appended(json);
      else if (event === "conversation.changed") {
        ledger.counts.rows += 1;
        if (options.readsRows) noteRow(ledger, (JSON.parse(json) as ConversationChanged).row);
      } else if (event === "heartbeat") reader.heartbeat(json);
      else if (event === "resync") {
        ledger.counts.resyncs += 1;
        reader.catchUp();
      }
    },
  });

  return {
    name,
    url,
    line,
    get followed() {
      return reader.followed;
    },
    ask: askUntilGranted,
    shownUpTo: reader.shownUpTo,
    follow: async (conversationIds) => {
      for (const conversationId of conversationIds) {
        joined.add(conversationId);
        await join(conversationId);
        const clientId = crypto.randomUUID();
        await askUntilGranted("conversation.take-over", { conversationId, clientId });
      }
    },
  };
};

const noteRow = ({ listed }: Ledger, { id, lastSeq }: ConversationChanged["row"]) => {
  const rows = listed.get(id) ?? [];
  listed.set(id, rows);
  rows.push({ lastSeq, atMs: performance.now() });
};
