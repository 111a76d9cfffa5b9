import type { BusMessage, EventBus, NodeState } from "#engine/runtime/event-bus.ts";

/** A node of this installation, and when it was last heard. */
export type KnownNode = { readonly state: NodeState; readonly heardAtMs: number };

/** The nodes there are, as this one knows them. */
export type Cluster = {
  readonly id: string;
  /** This node, as it is now. */
  self(): NodeState;
  /** This node first, then the others by name; those that went silent are among them for a minute. */
  list(): readonly KnownNode[];
  /** Tells the others at once that something of this node has changed. */
  tell(): void;
  close(): void;
};

/** What a cluster needs; times in milliseconds. */
export type ClusterOptions = {
  readonly bus: EventBus;
  /** This node, without its link, which the bus knows. */
  readonly describe: () => Omit<NodeState, "link">;
  /** Every node says this often that it is here. */
  readonly repeatMs?: number;
  /** A node that was not heard for this long is forgotten. */
  readonly forgetMs?: number;
};

/** A node that was not heard for this long does not answer, as far as this one can tell. */
export const silentAfterMs = 6_000;

/**
 * Knows the other nodes without a store, as presence knows the members: each says that it is here, on
 * every change and every two seconds, and says goodbye when it stops.
 */
export const joinCluster = ({
  bus,
  describe,
  repeatMs = 2_000,
  forgetMs = 60_000,
}: ClusterOptions): Cluster => {
  const others = new Map<string, KnownNode>();
  const self = (): NodeState => ({ ...describe(), link: linkOf(bus) });
  const { id } = describe();

  const remember = (state: NodeState) => {
    if (state.id === id) return;
    const isNew = !others.has(state.id);
    if (isNew && others.size >= mostNodes) return;
    others.set(state.id, { state, heardAtMs: Date.now() });
    // It has just come and knows nobody yet.
    if (isNew) tell();
  };

  const hear = (message: BusMessage) => {
    switch (message.type) {
      case "node.alive":
      case "delivery.told":
      case "delivery.answered":
        remember(message.node);
        return;
      case "node.gone":
        others.delete(message.nodeId);
        return;
      default:
    }
  };

  // A bus that is cut takes note of what it could not send, and makes the others fetch on its return.
  const say = (message: BusMessage) => {
    if (bus.connected !== false) bus.publish(message);
  };

  const tell = () => say({ type: "node.alive", node: self() });

  const beat = () => {
    tell();
    const tooOld = Date.now() - forgetMs;
    for (const [other, { heardAtMs }] of others) if (heardAtMs < tooOld) others.delete(other);
  };

  const ends = [bus.subscribe(hear), bus.onResync(tell)];
  const clock = setInterval(beat, repeatMs);
  clock.unref();
  tell();

  return {
    id,
    self,
    tell,
    list: () => [
      { state: self(), heardAtMs: Date.now() },
      ...[...others.values()].toSorted((a, b) => a.state.name.localeCompare(b.state.name)),
    ],
    close: () => {
      clearInterval(clock);
      for (const end of ends) end();
      say({ type: "node.gone", nodeId: id });
      others.clear();
    },
  };
};

/** Nodes one installation may have on this page. */
const mostNodes = 100;

const linkOf = ({ connected }: EventBus): NodeState["link"] => {
  if (connected === undefined) return "alone";
  return connected ? "linked" : "cut";
};
