import type { Ack } from "#contract/ack.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import type { Link, LinkEvents } from "#app/sync/core/link.ts";
import type { OutboxStore } from "#app/sync/core/outbox.ts";
import type { VisitorItem } from "./visitor-item.ts";
import type { WidgetMemory } from "./widget-memory.ts";
import type { WidgetState } from "./widget-state.ts";

/** Where a visitor's conversation lives, and what keeps it between page loads. */
export type ConversationOptions = {
  /** Opens the link to the gateway. */
  readonly openLink: (events: LinkEvents) => Link<VisitorRequests>;
  /** Name of the lock that the tabs of this visitor share. */
  readonly storageName: string;
  readonly locale: "en" | "zh";
  readonly memory: WidgetMemory;
  readonly outboxStore: OutboxStore<VisitorItem>;
  readonly onChange: (state: WidgetState) => void;
};

/** Asks something about the conversation that is shown, which needs no place in the outbox. */
export type AskConversation = <Name extends keyof VisitorRequests>(
  name: Name,
  more: Omit<VisitorRequests[Name]["request"], "conversationId">,
) => Promise<Ack<VisitorRequests[Name]["granted"]>>;
