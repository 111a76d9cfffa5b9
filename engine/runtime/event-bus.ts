import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { DeliveryMinutes } from "#contract/delivery-read.ts";
import type { DocPointed, DocUpdated, DocVersioned } from "#contract/doc.ts";
import type { DocDiscussed } from "#contract/doc-thread.ts";
import type { ReplyDelta, ReplyEnded, SeenChanged } from "#contract/downstream.ts";
import type { Config } from "./config.ts";

/** What a process of Xin says of itself. `link` is how it reaches the others. */
export type NodeState = {
  readonly id: string;
  /** Host and port. */
  readonly name: string;
  readonly role: Config["role"];
  readonly version: string;
  readonly draining: boolean;
  readonly link: "alone" | "linked" | "cut";
};

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
  /** Another mode may hold, in a conversation or in all of the workspace (null). */
  | { readonly type: "modes"; readonly tenantId: string; readonly conversationId: string | null }
  /** What waits for a second person in the workspace has changed, or what asks for one. */
  | { readonly type: "policies"; readonly tenantId: string }
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
  /** Who is here has changed, by what a node has put into the shared store. */
  | { readonly type: "presence.changed"; readonly tenantId: string; readonly nodeId: string }
  | {
      readonly type: "knowledge";
      readonly tenantId: string;
      readonly sourceId: string;
      readonly state: string;
      /** How far it has come in this state; absent when the state is all there is to tell. */
      readonly progress?: { readonly done: number; readonly total: number | null };
    }
  /** A committed change of a shared document, and where somebody stands in it. */
  | { readonly type: "doc.updated"; readonly tenantId: string; readonly updated: DocUpdated }
  | { readonly type: "doc.pointed"; readonly tenantId: string; readonly pointed: DocPointed }
  | { readonly type: "doc.discussed"; readonly tenantId: string; readonly discussed: DocDiscussed }
  /** A version of a policy was saved, in its shared page or elsewhere. */
  | { readonly type: "doc.versioned"; readonly tenantId: string; readonly versioned: DocVersioned }
  /** A node is here; repeated, and said again when something of it changes. */
  | { readonly type: "node.alive"; readonly node: NodeState }
  /** A node stops by itself. One that was killed says nothing. */
  | { readonly type: "node.gone"; readonly nodeId: string }
  /** Somebody wants to know how delivery goes in a tenant: every node answers `delivery.told`. */
  | { readonly type: "delivery.asked"; readonly tenantId: string; readonly askId: string }
  | {
      readonly type: "delivery.told";
      readonly tenantId: string;
      readonly askId: string;
      readonly node: NodeState;
      /** How long the database took to answer, in milliseconds; null when it did not. */
      readonly databaseMs: number | null;
      /** What a node with sockets knows of the tenant; null on the others. */
      readonly known: TenantDelivery | null;
    }
  /** A self-check of a tenant's delivery goes round: every node answers `delivery.answered`. */
  | { readonly type: "delivery.probed"; readonly tenantId: string; readonly checkId: string }
  | {
      readonly type: "delivery.answered";
      readonly tenantId: string;
      readonly checkId: string;
      readonly node: NodeState;
      /** From hearing the probe to answering it, in milliseconds. */
      readonly heldMs: number;
      /** How long the database took to commit a mark, in milliseconds; null when it did not. */
      readonly databaseMs: number | null;
      readonly problem: "database_away" | "database_slow" | null;
    };

/** Figures of one tenant on one node: its open sockets, and its minutes from `first`, counted since 1970. */
export type TenantDelivery = {
  readonly visitors: number;
  readonly operators: number;
  readonly minutes: { readonly first: number } & Omit<DeliveryMinutes, "since">;
};

/** Carries messages to this node at once and to the others as well as it can. */
export type EventBus = {
  /** Whether other nodes can be told and heard now. Absent on the bus of a node that is alone. */
  readonly connected?: boolean;
  /** Delivers locally before it returns, then to other nodes without waiting; that may be lost. */
  publish(message: BusMessage): void;
  /** Answers a function that ends the subscription. */
  subscribe(handler: (message: BusMessage) => void): () => void;
  /** The link to other nodes was lost and is back: everything may have been missed. */
  onResync(handler: () => void): () => void;
  close(): Promise<void>;
};
