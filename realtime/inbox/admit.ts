import type { Socket } from "socket.io";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { clientAddress } from "./client-address.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import { makeBuckets } from "./token-bucket.ts";

/** Lets handshakes through or refuses them before the database is asked anything. */
export type Admission = {
  assertAdmitted(socket: Pick<Socket, "handshake">): void;
  /** Throws `overloaded` when too many new visitors come from the socket's address. */
  assertNewVisitor(socket: Pick<Socket, "handshake">): void;
};

/** Throws `draining` once the node is going away and `overloaded` above the rates of handshakes. */
export const makeAdmission = (
  { config }: Pick<GatewayDeps, "config">,
  limits: Pick<GatewayLimits, "handshakes" | "handshakesPerAddress" | "newVisitorsPerAddress">,
  isDraining: () => boolean,
): Admission => {
  const ofNode = makeBuckets(limits.handshakes, 1);
  const ofAddress = makeBuckets(limits.handshakesPerAddress);
  const newOfAddress = makeBuckets(limits.newVisitorsPerAddress);
  const addressOf = ({ handshake }: Pick<Socket, "handshake">) =>
    clientAddress(handshake.address, handshake.headers, config.trustProxy);
  return {
    assertNewVisitor: (socket) => {
      const waitMs = newOfAddress.take(addressOf(socket), Date.now());
      if (waitMs > 0) throw overloaded("Too many new visitors at once.", waitMs);
    },
    assertAdmitted: (socket) => {
      if (isDraining()) throw draining();
      const address = addressOf(socket);
      const nowMs = Date.now();
      const waitMs = ofAddress.take(address, nowMs) || ofNode.take("node", nowMs);
      if (waitMs > 0) throw overloaded("Too many connections at once.", waitMs);
    },
  };
};

/** The refusal above a rate. The delay has a floor: a client that is told 1 ms would come back at once. */
export const overloaded = (message: string, waitMs: number): ActionRefused =>
  new ActionRefused({
    kind: "overloaded",
    message: `${message} Wait, then send the same again.`,
    retryAfterMs: Math.max(100, waitMs),
  });

/** The refusal of a node that is about to stop. */
export const draining = (): ActionRefused =>
  new ActionRefused({
    kind: "draining",
    message: "This server is about to restart. Connect again.",
    retryAfterMs: 1_000,
  });
