import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Typist } from "#contract/downstream.ts";
import type { PresentMember } from "#contract/downstream.ts";
import { visitorView } from "#db/reads/visitor-view.ts";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { makeReceivers } from "./broadcast.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import { makeRoomFrames } from "./room-frames.ts";
import { rooms } from "./rooms.ts";
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
  readonly typing: () => TypingBoard;
};

/** Events with where they belong; a frame holds those of one conversation. */
type Pending = { readonly event: ConversationEvent };

/** Makes the one function that turns bus messages into frames. */
export const makeDelivery = ({
  deps,
  limits,
  namespaces,
  rows,
  typing,
}: DeliveryParts): Delivery => {
  const { visitors, operators } = namespaces;
  const toVisitors = makeReceivers(visitors, limits, deps.log);
  const toOperators = makeReceivers(operators, limits, deps.log);

  const sendEvents = (side: "visitor" | "team", room: string, items: readonly Pending[]) => {
    const events = inOrder(items.map(({ event }) => event));
    const [first] = events;
    if (first === undefined) return;
    const message = { conversationId: first.conversationId, events };
    if (side === "visitor") {
      const except = toVisitors.leftOut([room], "lasting");
      if (except !== null) visitors.to(room).except(except).emit("events.appended", message);
    } else {
      const except = toOperators.leftOut([room], "lasting");
      if (except !== null) operators.to(room).except(except).emit("events.appended", message);
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
        events.map((event) => ({ event })),
      );
    const visitor = rooms.visitor(tenantId, conversationId);
    if (isHere(visitors, visitor)) {
      const hidden = new Set(message.teamOnlySeqs);
      const seen = events.map((event) => ({
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
          const { sourceId, state } = message;
          tellTenant(tenantId)?.emit("knowledge.changed", { sourceId, state });
          return;
        }
        case "presence":
        case "reply.stop":
          // The presence board and the reply consumer listen for themselves.
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
