import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ReplyDelta, ReplyEnded, SeenChanged } from "#contract/downstream.ts";

/** What the parts of Xin tell one another. It wakes; it proves nothing: the database is the truth. */
export type BusMessage =
  /** Events that were committed. `events` is the team's view, in order; those of `teamOnlySeqs` are hidden from visitors. */
  | {
      readonly type: "committed";
      readonly tenantId: string;
      readonly conversationId: string | null;
      readonly events: readonly ConversationEvent[];
      readonly teamOnlySeqs: readonly number[];
      /** Tenant-wide position of the last of them. */
      readonly position: number;
    }
  | {
      readonly type: "reply.delta";
      readonly tenantId: string;
      readonly delta: ReplyDelta;
      readonly audience: "public" | "team";
    }
  | {
      readonly type: "reply.ended";
      readonly tenantId: string;
      readonly ended: ReplyEnded;
      readonly audience: "public" | "team";
    }
  /** Somebody wants the answer that is being written to end. */
  | { readonly type: "reply.stop"; readonly tenantId: string; readonly conversationId: string }
  | { readonly type: "seen"; readonly tenantId: string; readonly seen: SeenChanged }
  | {
      readonly type: "typing";
      readonly tenantId: string;
      readonly conversationId: string;
      readonly who: {
        readonly kind: "visitor" | "member" | "ai";
        readonly id: string;
        readonly name: string;
        readonly note: boolean;
      };
      readonly typing: boolean;
    }
  /** The members one node has, each with the conversation open before them. */
  | {
      readonly type: "presence";
      readonly tenantId: string;
      readonly nodeId: string;
      readonly members: readonly {
        readonly id: string;
        readonly name: string;
        readonly viewing: string | null;
      }[];
    }
  | {
      readonly type: "knowledge";
      readonly tenantId: string;
      readonly sourceId: string;
      readonly state: string;
    };

/** Carries messages to this node at once and to the others as well as it can. */
export type EventBus = {
  /** Delivers locally before it returns, then to other nodes without waiting; that may be lost. */
  publish(message: BusMessage): void;
  /** Answers a function that ends the subscription. */
  subscribe(handler: (message: BusMessage) => void): () => void;
  /** The link to other nodes was lost and is back: everything may have been missed. */
  onResync(handler: () => void): () => void;
  close(): Promise<void>;
};
