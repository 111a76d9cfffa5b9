import { randomUUID } from "node:crypto";
import type { PresentMember } from "#contract/downstream.ts";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import { makeRoomFrames } from "../inbox/room-frames.ts";
import { type PresenceStore, presenceTtlMs } from "./presence-store.ts";

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
  /** Null when this node is alone. */
  readonly store: PresenceStore | null;
  readonly onChange: (tenantId: string, members: readonly PresentMember[]) => void;
  /** What this node has is repeated, and what others have is read, this often. */
  readonly repeatMs?: number;
  /** The first change of a quiet tenant is shown at once; what follows within this time, at its end. */
  readonly showEveryMs?: number;
};

/**
 * Each node knows its own sockets. It puts who they are into the shared store, and reads what the others
 * have put there, on every change and every second. What is not repeated runs out after 3.5 s, so that a
 * killed node, a Redis that lost its memory or a cut network mends within five seconds. Without the
 * store a node shows its own members.
 */
export const makePresenceBoard = ({
  bus,
  store,
  onChange,
  repeatMs = 1_000,
  showEveryMs = 100,
}: PresenceOptions): PresenceBoard => {
  const nodeId = randomUUID();
  /** This node's sockets, by tenant. */
  const local = new Map<string, Map<string, LocalSocket>>();
  /** What other nodes had when it was last read, by tenant. */
  const remote = new Map<string, Told>();
  /** What was last given to `onChange`, as text. */
  const shown = new Map<string, string>();
  /** Exchanges under way, by tenant. */
  const exchanging = new Map<string, Turn>();

  /** The same without repetition, counted: most sockets come and go without changing who is here. */
  const own = new Map<string, Map<string, Counted>>();

  const ownMembers = (tenantId: string) =>
    distinct([...(own.get(tenantId)?.values() ?? [])].map(({ present }) => present));

  /** Counts a socket in or out. True when that changes who is here, or what they look at. */
  const count = (tenantId: string, present: PresentMember, by: 1 | -1): boolean => {
    const ofTenant = own.get(tenantId) ?? new Map<string, Counted>();
    own.set(tenantId, ofTenant);
    const key = `${present.id}/${present.viewing}`;
    const entry = ofTenant.get(key) ?? { present, sockets: 0 };
    entry.sockets += by;
    if (entry.sockets > 0) ofTenant.set(key, entry);
    else ofTenant.delete(key);
    if (ofTenant.size === 0) own.delete(tenantId);
    return entry.sockets === (by === 1 ? 1 : 0);
  };

  const look = (tenantId: string, socket: LocalSocket, viewing: string | null) => {
    const left = count(tenantId, presentOf(socket), -1);
    socket.viewing = viewing;
    const came = count(tenantId, presentOf(socket), 1);
    if (left || came) change(tenantId);
  };

  /** Lists as they are, until something changes: everybody who comes is given one. */
  const lists = new Map<string, readonly PresentMember[]>();

  const list = (tenantId: string): readonly PresentMember[] => {
    const known = lists.get(tenantId);
    if (known !== undefined) return known;
    const others = remote.get(tenantId)?.members ?? [];
    const members = distinct([...ownMembers(tenantId), ...others]).slice(0, mostShown);
    if (members.length > 0) lists.set(tenantId, members);
    return members;
  };

  const showNow = (tenantId: string) => {
    const members = list(tenantId);
    const text = JSON.stringify(members);
    if (shown.get(tenantId) === text) return;
    if (members.length === 0) shown.delete(tenantId);
    else shown.set(tenantId, text);
    onChange(tenantId, members);
  };

  /** In a rush everybody would otherwise be told of everybody, one by one. */
  const changes = makeRoomFrames<null>(showNow, { windowMs: showEveryMs, fullAt: Infinity });

  const show = (tenantId: string) => {
    lists.delete(tenantId);
    changes.push(tenantId, [null]);
  };

  const exchangeUntilQuiet = async (from: PresenceStore, tenantId: string, turn: Turn) => {
    while (turn.again) {
      turn.again = false;
      const answer = await from.exchange(tenantId, ownMembers(tenantId).slice(0, mostShown));
      if (answer === null) continue;
      if (local.has(tenantId))
        remote.set(tenantId, { members: answer.others, atMs: performance.now() });
      lists.delete(tenantId);
      if (answer.changed) bus.publish({ type: "presence.changed", tenantId, nodeId });
    }
    exchanging.delete(tenantId);
    show(tenantId);
  };

  /** One at a time for each tenant, however many changes there are. */
  const exchange = (tenantId: string): Promise<void> => {
    if (store === null) return Promise.resolve();
    const running = exchanging.get(tenantId);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const turn: Turn = { again: true, done: Promise.resolve() };
    exchanging.set(tenantId, turn);
    turn.done = exchangeUntilQuiet(store, tenantId, turn);
    return turn.done;
  };

  const change = (tenantId: string) => {
    show(tenantId);
    void exchange(tenantId);
  };

  const hear = (message: BusMessage) => {
    if (message.type !== "presence.changed" || message.nodeId === nodeId) return;
    if (local.has(message.tenantId)) void exchange(message.tenantId);
  };

  /** What was read before the store went away is true for as long as it would have lived there. */
  const forgetOld = () => {
    const tooOld = performance.now() - presenceTtlMs;
    for (const [tenantId, { atMs }] of remote) {
      if (atMs >= tooOld) continue;
      remote.delete(tenantId);
      show(tenantId);
    }
  };

  const exchangeAll = () => {
    for (const tenantId of local.keys()) void exchange(tenantId);
  };

  const ends = [bus.subscribe(hear), bus.onResync(exchangeAll)];
  const beat = setInterval(() => {
    exchangeAll();
    forgetOld();
  }, repeatMs);
  beat.unref();

  return {
    list,
    arrive: (tenantId, socketId, member) => {
      const sockets = local.get(tenantId) ?? new Map<string, LocalSocket>();
      const socket = { member, viewing: null };
      sockets.set(socketId, socket);
      local.set(tenantId, sockets);
      if (count(tenantId, presentOf(socket), 1)) change(tenantId);
    },
    view: (tenantId, socketId, conversationId) => {
      const socket = local.get(tenantId)?.get(socketId);
      if (socket === undefined || socket.viewing === conversationId) return;
      look(tenantId, socket, conversationId);
    },
    unview: (tenantId, socketId, conversationId) => {
      const socket = local.get(tenantId)?.get(socketId);
      if (socket?.viewing !== conversationId) return;
      look(tenantId, socket, null);
    },
    leave: (tenantId, socketId) => {
      const sockets = local.get(tenantId);
      const socket = sockets?.get(socketId);
      if (sockets === undefined || socket === undefined) return;
      sockets.delete(socketId);
      if (sockets.size === 0) {
        local.delete(tenantId);
        remote.delete(tenantId);
        lists.delete(tenantId);
      }
      if (count(tenantId, presentOf(socket), -1)) change(tenantId);
    },
    close: () => {
      clearInterval(beat);
      changes.close();
      for (const end of ends) end();
      const tenants = [...local.keys()];
      local.clear();
      own.clear();
      remote.clear();
      lists.clear();
      // The others need not wait until it runs out.
      void Promise.all(tenants.map(exchange)).finally(() => store?.close());
    },
  };
};

/** `again`: something has changed meanwhile. */
type Turn = { again: boolean; done: Promise<void> };
type LocalSocket = {
  readonly member: { readonly id: string; readonly name: string };
  viewing: string | null;
};
type Counted = { readonly present: PresentMember; sockets: number };
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
