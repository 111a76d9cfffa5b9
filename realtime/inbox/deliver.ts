import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Typist } from "#contract/downstream.ts";
import type { PresentMember } from "#contract/downstream.ts";
import { visitorView } from "#db/reads/visitor-view.ts";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import { makeReceivers } from "./broadcast.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import { makeRoomFrames } from "./room-frames.ts";
import { roomSize, rooms } from "./rooms.ts";
import type { Namespaces } from "./sockets.ts";
import type { TypingBoard } from "./typing-board.ts";

/** Takes what happened, here or on another node, to the sockets of this node. */
export type Delivery = {
  hear(message: BusMessage): void;
  showTyping(tenantId: string, conversationId: string, typing: readonly Typist[]): void;
  showPresence(tenantId: string, members: readonly PresentMember[]): void;
  close(): void;
};

/** What delivery stands on. */
export type DeliveryParts = {
  readonly deps: GatewayDeps;
  readonly limits: GatewayLimits;
  readonly namespaces: Namespaces;
  readonly rows: ChangedRows;
  readonly counts: DeliveryCounts;
  readonly typing: () => TypingBoard;
};

/** Events with where they belong; a frame holds those of one conversation. */
type Pending = { readonly tenantId: string; readonly event: ConversationEvent };

/** Makes the one function that turns bus messages into frames. */
export const makeDelivery = ({
  deps,
  limits,
  namespaces,
  rows,
  counts,
  typing,
}: DeliveryParts): Delivery => {
  const { visitors, operators } = namespaces;
  const toVisitors = makeReceivers(visitors, limits, deps.log);
  const toOperators = makeReceivers(operators, limits, deps.log);

  const sendEvents = (side: "visitor" | "team", room: string, items: readonly Pending[]) => {
    const events = inOrder(items.map(({ event }) => event));
    const [first] = events;
    const tenantId = items[0]?.tenantId;
    if (first === undefined || tenantId === undefined) return;
    const message = { conversationId: first.conversationId, events };
    if (side === "visitor") {
      const except = toVisitors.leftOut([room], "lasting");
      if (except === null) return;
      visitors.to(room).except(except).emit("events.appended", message);
      const receivers = roomSize(visitors, room) - except.length;
      counts.add(tenantId, "delivered", events.length * receivers);
    } else {
      const except = toOperators.leftOut([room], "lasting");
      if (except === null) return;
      operators.to(room).except(except).emit("events.appended", message);
      const receivers = roomSize(operators, room) - except.length;
      counts.add(tenantId, "delivered", events.length * receivers);
    }
    const ageSeconds = (Date.now() - Date.parse(first.at)) / 1000;
    deps.metrics.deliverySeconds.observe(Math.max(0, ageSeconds));
  };

  const framesFor = (side: "visitor" | "team") =>
    makeRoomFrames<Pending>((room, items) => sendEvents(side, room, items), {
      windowMs: deps.config.frameWindowMs,
    });
  const teamFrames = framesFor("team");
  const visitorFrames = framesFor("visitor");

  const isHere = (namespace: { adapter: { rooms: ReadonlyMap<string, unknown> } }, room: string) =>
    namespace.adapter.rooms.has(room);

  /** To everybody in a conversation: what passes is left out for slow readers. */
  const tellConversation = (
    { tenantId, conversationId }: { tenantId: string; conversationId: string },
    kind: "lasting" | "passing",
    tell: {
      team?: (to: ReturnType<typeof operators.to>) => void;
      visitor?: (to: ReturnType<typeof visitors.to>) => void;
    },
  ) => {
    const team = rooms.team(tenantId, conversationId);
    if (tell.team !== undefined && isHere(operators, team)) {
      const except = toOperators.leftOut([team], kind);
      if (except !== null) tell.team(operators.to(team).except(except));
    }
    const visitor = rooms.visitor(tenantId, conversationId);
    if (tell.visitor !== undefined && isHere(visitors, visitor)) {
      const except = toVisitors.leftOut([visitor], kind);
      if (except !== null) tell.visitor(visitors.to(visitor).except(except));
    }
  };

  const tellTenant = (tenantId: string) => {
    const room = rooms.tenant(tenantId);
    if (!isHere(operators, room)) return null;
    const except = toOperators.leftOut([room], "lasting");
    return except === null ? null : operators.to(room).except(except);
  };

  const committed = (message: Extract<BusMessage, { type: "committed" }>) => {
    const { tenantId, conversationId, events } = message;
    if (conversationId === null) return;
    rows.touch(tenantId, conversationId);
    if (events.length === 0) {
      counts.add(tenantId, "resyncs", roomSize(operators, rooms.team(tenantId, conversationId)));
      counts.add(tenantId, "resyncs", roomSize(visitors, rooms.visitor(tenantId, conversationId)));
      // Too long for the bus: there is something, but not here.
      tellConversation({ tenantId, conversationId }, "lasting", {
        team: (to) => to.emit("resync", {}),
        visitor: (to) => to.emit("resync", {}),
      });
      return;
    }
    const team = rooms.team(tenantId, conversationId);
    if (isHere(operators, team))
      teamFrames.push(
        team,
        events.map((event) => ({ tenantId, event })),
      );
    const visitor = rooms.visitor(tenantId, conversationId);
    if (isHere(visitors, visitor)) {
      const hidden = new Set(message.teamOnlySeqs);
      const seen = events.map((event) => ({
        tenantId,
        event: visitorView(event, hidden.has(event.seq) ? "team" : "public"),
      }));
      visitorFrames.push(visitor, seen);
    }
    for (const { actor, body } of events) {
      if (body.type === "message.posted" && actor.id !== null) {
        typing().clear(tenantId, conversationId, actor.id);
      }
    }
  };

  return {
    hear: (message) => {
      if (message.type === "node.alive" || message.type === "node.gone") return;
      const { tenantId } = message;
      switch (message.type) {
        case "committed":
          committed(message);
          return;
        case "reply.delta": {
          const { delta, audience } = message;
          tellConversation({ tenantId, conversationId: delta.conversationId }, "passing", {
            team: (to) => to.emit("reply.delta", delta),
            ...(audience === "public" && { visitor: (to) => to.emit("reply.delta", delta) }),
          });
          return;
        }
        case "reply.ended": {
          const { ended, audience } = message;
          tellConversation({ tenantId, conversationId: ended.conversationId }, "lasting", {
            team: (to) => to.emit("reply.ended", ended),
            ...(audience === "public" && { visitor: (to) => to.emit("reply.ended", ended) }),
          });
          return;
        }
        case "seen": {
          const { seen } = message;
          tellConversation({ tenantId, conversationId: seen.conversationId }, "lasting", {
            team: (to) => to.emit("seen.changed", seen),
            visitor: (to) => to.emit("seen.changed", seen),
          });
          rows.touch(tenantId, seen.conversationId);
          return;
        }
        case "typing":
          typing().set(tenantId, message.conversationId, message.who, message.typing);
          return;
        case "knowledge": {
          const { sourceId, state, progress } = message;
          const changed = { sourceId, state, ...(progress === undefined ? {} : { progress }) };
          tellTenant(tenantId)?.emit("knowledge.changed", changed);
          return;
        }
        case "modes":
          tellTenant(tenantId)?.emit("modes.changed", {});
          return;
        case "policies":
          tellTenant(tenantId)?.emit("policies.changed", {});
          return;
        case "doc.updated":
        case "doc.pointed":
        case "doc.discussed":
        case "doc.versioned":
        case "presence.changed":
        case "reply.stop":
        case "delivery.asked":
        case "delivery.told":
        case "delivery.probed":
        case "delivery.answered":
          // Shared documents, the presence board, the reply consumer and the delivery page listen for themselves.
          return;
      }
    },
    showTyping: (tenantId, conversationId, list) => {
      const visible = list.filter(({ note }) => !note);
      tellConversation({ tenantId, conversationId }, "passing", {
        team: (to) => to.emit("typing.changed", { conversationId, typing: list }),
        visitor: (to) => to.emit("typing.changed", { conversationId, typing: visible }),
      });
    },
    showPresence: (tenantId, members) => {
      tellTenant(tenantId)?.emit("presence.changed", { members });
    },
    close: () => {
      teamFrames.close();
      visitorFrames.close();
    },
  };
};

/** By seq, each once: two nodes, or two batches, may have told in another order. */
const inOrder = (events: readonly ConversationEvent[]): ConversationEvent[] =>
  [...new Map(events.map((event) => [event.seq, event])).values()].toSorted(
    (a, b) => a.seq - b.seq,
  );
