import type { DefaultEventsMap, Namespace, Server, Socket } from "socket.io";
import type {
  Listeners,
  OperatorDownstream,
  OperatorRequests,
  VisitorDownstream,
  VisitorRequests,
} from "#contract/requests.ts";
import type { Principal } from "#engine/tenancy/principal.ts";
import type { Channel } from "#engine/tenancy/visitor-sessions.ts";
import type { Bucket } from "./token-bucket.ts";

/** What the gateway remembers of every socket. */
export type SocketState = {
  readonly tenantId: string;
  /** Conversations it has joined: the heartbeat names them. */
  readonly joined: Set<string>;
  /** Conversations it types in now, with whether it is a note. */
  readonly typing: Map<string, boolean>;
  readonly bucket: Bucket;
  /** Requests that are being answered. */
  inFlight: number;
};

/** A visitor's widget. */
export type VisitorState = SocketState & {
  readonly channel: Channel;
  /** Set by `session.start`. */
  contactId: string | null;
  /** How often that was asked: only the latest counts. */
  starts: number;
  /** Language of the page, from `session.start`. */
  locale: "en" | "zh";
  /** Conversations that are known to be this contact's, or free for it to open. */
  readonly own: Set<string>;
};

/** An operator's console. */
export type OperatorState = SocketState & {
  /** The role in it is renewed while the socket lives. */
  principal: Principal;
  /** SHA-256 of the session token, in hex. */
  readonly sessionHash: string;
  /** How many joins of a conversation are being answered. */
  readonly joining: Map<string, number>;
};

export type VisitorSocket = Socket<
  Listeners<VisitorRequests>,
  VisitorDownstream,
  DefaultEventsMap,
  VisitorState
>;
export type OperatorSocket = Socket<
  Listeners<OperatorRequests>,
  OperatorDownstream,
  DefaultEventsMap,
  OperatorState
>;
export type VisitorNamespace = Namespace<
  Listeners<VisitorRequests>,
  VisitorDownstream,
  DefaultEventsMap,
  VisitorState
>;
export type OperatorNamespace = Namespace<
  Listeners<OperatorRequests>,
  OperatorDownstream,
  DefaultEventsMap,
  OperatorState
>;

/** Both namespaces of a server. */
export type Namespaces = {
  readonly io: Server;
  readonly visitors: VisitorNamespace;
  readonly operators: OperatorNamespace;
};
