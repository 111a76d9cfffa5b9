import { randomUUID } from "node:crypto";
import type { PresentMember } from "#contract/downstream.ts";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";

/** Which members are here, over all nodes, and what each looks at. */
export type PresenceBoard = {
  arrive(tenantId: string, socketId: string, member: { id: string; name: string }): void;
  view(tenantId: string, socketId: string, conversationId: string): void;
  unview(tenantId: string, socketId: string, conversationId: string): void;
  leave(tenantId: string, socketId: string): void;
  list(tenantId: string): readonly PresentMember[];
  close(): void;
};

/** What a board needs; times in milliseconds. */
export type PresenceOptions = {
  readonly bus: EventBus;
  readonly onChange: (tenantId: string, members: readonly PresentMember[]) => void;
  /** Every node repeats its members this often. */
  readonly repeatMs?: number;
  /** A node that was not heard for this long is gone, and its members with it. */
  readonly nodeExpiryMs?: number;
};

/**
 * Presence without a store: each node knows its own sockets and tells the others who they are, on every
 * change and every two seconds. What was not repeated for five seconds is forgotten, so that a node that
 * was killed, a Redis that lost its memory or a cut network mends by itself.
 */
export const makePresenceBoard = ({
  bus,
  onChange,
  repeatMs = 2_000,
  nodeExpiryMs = 5_000,
}: PresenceOptions): PresenceBoard => {
  const nodeId = randomUUID();
  /** This node's sockets, by tenant. */
  const local = new Map<string, Map<string, LocalSocket>>();
  /** What other nodes have told, by tenant and node. */
  const remote = new Map<string, Map<string, Told>>();
  /** What was last given to `onChange`, as text. */
  const shown = new Map<string, string>();

  const ownMembers = (tenantId: string) =>
    distinct([...(local.get(tenantId)?.values() ?? [])].map(presentOf));

  const list = (tenantId: string) =>
    distinct([
      ...ownMembers(tenantId),
      ...[...(remote.get(tenantId)?.values() ?? [])].flatMap(({ members }) => members),
    ]).slice(0, mostShown);

  const show = (tenantId: string) => {
    const members = list(tenantId);
    const text = JSON.stringify(members);
    if (shown.get(tenantId) === text) return;
    if (members.length === 0) shown.delete(tenantId);
    else shown.set(tenantId, text);
    onChange(tenantId, members);
  };

  const tell = (tenantId: string) => {
    const members = ownMembers(tenantId).slice(0, mostShown);
    bus.publish({ type: "presence", tenantId, nodeId, members });
  };

  const change = (tenantId: string) => {
    tell(tenantId);
    show(tenantId);
  };

  const hear = (message: BusMessage) => {
    if (message.type !== "presence" || message.nodeId === nodeId) return;
    const nodes = remote.get(message.tenantId) ?? new Map<string, Told>();
    if (message.members.length === 0) nodes.delete(message.nodeId);
    else nodes.set(message.nodeId, { members: message.members, atMs: Date.now() });
    if (nodes.size === 0) remote.delete(message.tenantId);
    else remote.set(message.tenantId, nodes);
    show(message.tenantId);
  };

  const forgetSilentNodes = () => {
    const tooOld = Date.now() - nodeExpiryMs;
    for (const [tenantId, nodes] of remote) {
      for (const [node, { atMs }] of nodes) if (atMs < tooOld) nodes.delete(node);
      if (nodes.size === 0) remote.delete(tenantId);
      show(tenantId);
    }
  };

  const tellAll = () => {
    for (const tenantId of local.keys()) tell(tenantId);
  };

  const ends = [bus.subscribe(hear), bus.onResync(tellAll)];
  const beat = setInterval(() => {
    tellAll();
    forgetSilentNodes();
  }, repeatMs);
  beat.unref();

  return {
    list,
    arrive: (tenantId, socketId, member) => {
      const sockets = local.get(tenantId) ?? new Map<string, LocalSocket>();
      sockets.set(socketId, { member, viewing: null });
      local.set(tenantId, sockets);
      change(tenantId);
    },
    view: (tenantId, socketId, conversationId) => {
      const socket = local.get(tenantId)?.get(socketId);
      if (socket === undefined || socket.viewing === conversationId) return;
      socket.viewing = conversationId;
      change(tenantId);
    },
    unview: (tenantId, socketId, conversationId) => {
      const socket = local.get(tenantId)?.get(socketId);
      if (socket?.viewing !== conversationId) return;
      socket.viewing = null;
      change(tenantId);
    },
    leave: (tenantId, socketId) => {
      const sockets = local.get(tenantId);
      if (sockets?.delete(socketId) !== true) return;
      if (sockets.size === 0) local.delete(tenantId);
      change(tenantId);
    },
    close: () => {
      clearInterval(beat);
      for (const end of ends) end();
      // The others need not wait for the silence.
      for (const tenantId of local.keys())
        bus.publish({ type: "presence", tenantId, nodeId, members: [] });
      local.clear();
      remote.clear();
    },
  };
};

type LocalSocket = {
  readonly member: { readonly id: string; readonly name: string };
  viewing: string | null;
};
type Told = { readonly members: readonly PresentMember[]; readonly atMs: number };

/** Longest list that is shown or told. */
const mostShown = 500;

const presentOf = ({ member, viewing }: LocalSocket): PresentMember => ({ ...member, viewing });

/**
 * One entry for each member and open conversation, in a fixed order. A member who looks at something in
 * one tab is not also shown as looking at nothing because of another.
 */
const distinct = (members: readonly PresentMember[]): PresentMember[] => {
  const viewers = new Set(members.filter(({ viewing }) => viewing !== null).map(({ id }) => id));
  const kept = new Map(
    members
      .filter(({ id, viewing }) => viewing !== null || !viewers.has(id))
      .map(({ id, name, viewing }) => [`${id}/${viewing}`, { id, name, viewing }] as const),
  );
  return [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
};
