import { Schema } from "effect";
import { Id } from "./ids.ts";

/** Send a probe through every node and back to this socket. Touches no conversation. */
export const DeliveryCheck = Schema.Struct({ checkId: Id });
export type DeliveryCheck = typeof DeliveryCheck.Type;

/** The nodes that are asked. A `delivery.checked` comes for each of them within `withinMs`. */
export const DeliveryCheckAck = Schema.Struct({
  nodes: Schema.Array(Schema.Struct({ id: Id, name: Schema.String })),
  withinMs: Schema.Int,
});
export type DeliveryCheckAck = typeof DeliveryCheckAck.Type;

/** A probe that has come through a node. The client acknowledges it at once, with nothing. */
export const DeliveryProbe = Schema.Struct({ checkId: Id, nodeId: Id });
export type DeliveryProbe = typeof DeliveryProbe.Type;

/** How the check went for one node. Times in milliseconds, null for what did not answer. */
export const DeliveryChecked = Schema.Struct({
  checkId: Id,
  nodeId: Id,
  name: Schema.String,
  /** From the asking node to this one and back. */
  busMs: Schema.NullOr(Schema.Number),
  /** A transaction of this node that writes a mark to the database's log and commits. */
  databaseMs: Schema.NullOr(Schema.Number),
  /** From the asking node to the browser and back, with the probe that came through this node. */
  socketMs: Schema.NullOr(Schema.Number),
  /**
   * The first thing that failed. `unlinked`: the asking node has lost its link to the others; `silent`:
   * this node did not answer; `database_away`, `database_slow`: its database; `socket`: the browser.
   */
  problem: Schema.NullOr(
    Schema.Literals(["unlinked", "silent", "database_away", "database_slow", "socket"]),
  ),
});
export type DeliveryChecked = typeof DeliveryChecked.Type;
