import type { PresenceBoard } from "../presence/presence-board.ts";
import type { Admission } from "./admit.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import type { Namespaces } from "./sockets.ts";
import type { TypingBoard } from "./typing-board.ts";

/** What the parts of a gateway share. Made once by `attachGateway`. */
export type Gateway = Namespaces & {
  readonly deps: GatewayDeps;
  readonly limits: GatewayLimits;
  readonly presence: PresenceBoard;
  readonly typing: TypingBoard;
  readonly admission: Admission;
};
