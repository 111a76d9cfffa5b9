import { Schema } from "effect";
import { Id } from "./ids.ts";

/** How delivery went in this workspace in the last hour, over all nodes. */
export const DeliveryRead = Schema.Struct({});
export type DeliveryRead = typeof DeliveryRead.Type;

const PerMinute = Schema.Array(Schema.Int);

/** Each figure minute by minute, oldest first; the last minute is the one that runs. */
export const DeliveryMinutes = Schema.Struct({
  /** Start of the first minute: ISO 8601, UTC. */
  since: Schema.String,
  /** Messages that clients asked to store, a retry of one that is stored left out. */
  sent: PerMinute,
  /** Messages acknowledged after their commit. */
  acked: PerMinute,
  /** Events handed to sockets, one for each socket, live and fetched. */
  delivered: PerMinute,
  /** Events that clients say were new to them. */
  received: PerMinute,
  /** Jumps in `seq` that clients have noticed and closed. */
  gaps: PerMinute,
  /** Retries that got the first answer, and events that clients had already. */
  duplicates: PerMinute,
  /** Times a client was told to fetch again, or did so by itself. */
  resyncs: PerMinute,
});
export type DeliveryMinutes = typeof DeliveryMinutes.Type;

/** A process of Xin. Counts are those of the asking workspace. */
export const DeliveryNode = Schema.Struct({
  id: Id,
  /** Host and port. */
  name: Schema.String,
  role: Schema.Literals(["all", "app", "realtime", "engine"]),
  version: Schema.String,
  /** `silent`: it has been heard within the last minute, and does not answer now. */
  state: Schema.Literals(["serving", "draining", "silent"]),
  /** Its link to the other nodes; `alone` when none is set up. */
  link: Schema.Literals(["alone", "linked", "cut"]),
  /** How long the database took to answer it, in milliseconds; null when it did not. */
  databaseMs: Schema.NullOr(Schema.Number),
  /** When it was last heard: ISO 8601, UTC. */
  heardAt: Schema.String,
  /** Open sockets; null on a node that serves none, or is silent. */
  visitors: Schema.NullOr(Schema.Int),
  operators: Schema.NullOr(Schema.Int),
});
export type DeliveryNode = typeof DeliveryNode.Type;

/** The last hour. `here` is the node the asking socket is connected to. */
export const DeliveryReadAck = Schema.Struct({
  at: Schema.String,
  minutes: DeliveryMinutes,
  here: Id,
  nodes: Schema.Array(DeliveryNode),
});
export type DeliveryReadAck = typeof DeliveryReadAck.Type;
