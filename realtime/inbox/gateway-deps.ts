import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Identity } from "#engine/identity/open-identity.ts";
import type { Config } from "#engine/runtime/config.ts";
import type { Metrics } from "#engine/runtime/metrics.ts";

/** What the gateway works with; `Services` of the process has all of it. */
export type GatewayDeps = ActionDeps & {
  readonly config: Pick<
    Config,
    "publicUrl" | "trustProxy" | "redisUrl" | "role" | "pingIntervalMs" | "frameWindowMs"
  >;
  readonly metrics: Metrics;
  readonly identity: Identity;
  /** The origin people open the console under, such as `https://inbox.example.com`. */
  readonly publicOrigin: () => string;
};

/** A token bucket: how many at once, and how many more each second. */
export type Rate = { readonly burst: number; readonly perSecond: number };

/** Every limit of the gateway. What happens at each is in docs/protocol.md. */
export type GatewayLimits = {
  /** Connections of this node; one more is refused before it is opened. */
  readonly connections: number;
  /** While so many transactions run or wait on this node, nobody new is let in. */
  readonly busyTransactions: number;
  /** While so many connections are open and not yet in a namespace, few are let in: what is begun is ended first. */
  readonly busyArrivals: number;
  /** Attempts to enter a namespace: of the node, and from one address. */
  readonly handshakes: Rate;
  readonly handshakesPerAddress: Rate;
  /** New visitors from one address: each is a row. Those who come back with their token do not count. */
  readonly newVisitorsPerAddress: Rate;
  /** Requests of one socket, and of all sockets of a tenant on this node. */
  readonly visitorRequests: Rate;
  readonly operatorRequests: Rate;
  readonly tenantRequests: Rate;
  /** Requests of one socket that are being answered at the same time. */
  readonly inFlight: number;
  /** Conversations one socket may have joined. */
  readonly joined: number;
  /** Packets, and characters in them, that wait for a slow reader. Above the first, what may be lost is; above the second the reader is cut. */
  readonly slowPackets: number;
  readonly stuckPackets: number;
  readonly stuckCharacters: number;
};

/** Limits for one node of two cores; a load balancer in front spreads what is more. */
export const defaultLimits: GatewayLimits = {
  connections: 20_000,
  busyTransactions: 60,
  busyArrivals: 1_000,
  handshakes: { burst: 2_000, perSecond: 1_000 },
  handshakesPerAddress: { burst: 500, perSecond: 100 },
  newVisitorsPerAddress: { burst: 1_000, perSecond: 50 },
  visitorRequests: { burst: 40, perSecond: 10 },
  operatorRequests: { burst: 100, perSecond: 30 },
  tenantRequests: { burst: 4_000, perSecond: 2_000 },
  inFlight: 32,
  joined: 50,
  slowPackets: 32,
  stuckPackets: 256,
  stuckCharacters: 512 * 1024,
};
