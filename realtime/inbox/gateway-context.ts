import type { DocRooms } from "../collab/doc-rooms.ts";
import type { Cluster } from "../delivery/cluster.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { DeliveryReader } from "../delivery/read-delivery.ts";
import type { SocketTally } from "../delivery/socket-tally.ts";
import type { PresenceBoard } from "../presence/presence-board.ts";
import type { Admission } from "./admit.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import type { Namespaces } from "./sockets.ts";
import type { Buckets } from "./token-bucket.ts";
import type { TypingBoard } from "./typing-board.ts";
import type { VisitorStarts } from "./visitor-starts.ts";

/** What the parts of a gateway share. Made once by `attachGateway`. */
export type Gateway = Namespaces & {
  readonly deps: GatewayDeps;
  readonly limits: GatewayLimits;
  readonly presence: PresenceBoard;
  readonly typing: TypingBoard;
  readonly docs: DocRooms;
  readonly admission: Admission;
  readonly counts: DeliveryCounts;
  readonly cluster: Cluster;
  readonly deliveryReader: DeliveryReader;
  readonly visitorTally: SocketTally;
  readonly visitorStarts: VisitorStarts;
  /** How often each socket may report what it noticed. */
  readonly reports: Buckets;
  /** Sockets whose self-check is under way. */
  readonly checking: Set<string>;
};
