import type { Server as HttpServer } from "node:http";
import { type Socket, Server } from "socket.io";
import { namespaces as names } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { makeDocRooms } from "../collab/doc-rooms.ts";
import { makeDeliveryCounts } from "../delivery/delivery-counts.ts";
import { makeDeliveryReader } from "../delivery/read-delivery.ts";
import { makeSocketTally } from "../delivery/socket-tally.ts";
import { startNode } from "../delivery/start-node.ts";
import { makePresenceBoard } from "../presence/presence-board.ts";
import { openPresenceStore } from "../presence/presence-store.ts";
import { makeAdmission } from "./admit.ts";
import { makeArrivals } from "./arrivals.ts";
import { makeOperatorAuthentication } from "./authenticate-operator.ts";
import { makeVisitorAuthentication } from "./authenticate-visitor.ts";
import { logBadConnections } from "./bad-connections.ts";
import { makeReceivers } from "./broadcast.ts";
import { makeChangedRows } from "./changed-rows.ts";
import { makeChannelCache } from "./channel-cache.ts";
import { toConnectError } from "./connect-error.ts";
import { type Delivery, makeDelivery } from "./deliver.ts";
import { reportRate } from "./delivery-requests.ts";
import { answerDirectly } from "./direct-answers.ts";
import { closeConnections } from "./drain.ts";
import { makeEntrance } from "./entrance.ts";
import { forgetHandshake } from "./forget-handshake.ts";
import type { Gateway } from "./gateway-context.ts";
import { type GatewayDeps, type GatewayLimits, defaultLimits } from "./gateway-deps.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { RoomAdapter } from "./room-adapter.ts";
import { startPulse } from "./pulse.ts";
import { roomSize, rooms } from "./rooms.ts";
import { makeResync } from "./resync.ts";
import { startSessionWatch } from "./revoked-sessions.ts";
import { makeSessionLookup } from "./session-lookup.ts";
import { serveOperators } from "./serve-operators.ts";
import { serveVisitors } from "./serve-visitors.ts";
import { socketOptions } from "./socket-options.ts";
import type { Namespaces, OperatorNamespace, VisitorNamespace } from "./sockets.ts";
import { makeBuckets } from "./token-bucket.ts";
import { makeTypingBoard } from "./typing-board.ts";
import { makeVisitorStarts } from "./visitor-starts.ts";

/** A gateway that runs. */
export type AttachedGateway = {
  readonly io: Server;
  /**
   * Takes no new connections, closes those there are over a few seconds and frees everything. The HTTP
   * server stays the caller's. Resolves when the last connection is gone; calling it again joins in.
   */
  drain(options?: { readonly withinMs?: number }): Promise<void>;
  /** How many sockets are open now. */
  stats(): { readonly visitors: number; readonly operators: number };
};

/** What may differ from the usual: limits, and periods that tests shorten. Milliseconds. */
export type GatewayOptions = {
  readonly limits?: Partial<GatewayLimits>;
  readonly heartbeatMs?: number;
  readonly sessionCheckMs?: number;
};

/**
 * Puts the Socket.IO gateway on an HTTP server: `/visitor` for widgets, `/operator` for the console. The
 * server must have its request listener already: Socket.IO takes its own path and hands on the rest to
 * the listeners it finds.
 */
export const attachGateway = (
  http: HttpServer,
  deps: GatewayDeps,
  options: GatewayOptions = {},
): AttachedGateway => {
  const limits: GatewayLimits = { ...defaultLimits, ...options.limits };
  let isDraining = false;
  const arrivals = makeArrivals();
  const entrance = makeEntrance({
    share: () => {
      if (deps.db.inFlight > limits.busyTransactions) return 0;
      return arrivals.size > limits.busyArrivals ? crowdedShare : 1;
    },
    perSecond: limits.handshakes.perSecond,
  });
  const io: Server = new Server(http, {
    adapter: RoomAdapter,
    ...socketOptions({
      pingIntervalMs: deps.config.pingIntervalMs,
      entrance,
      isFull: () => io.engine.clientsCount >= limits.connections,
      isDraining: () => isDraining,
    }),
  });
  const pulse = startPulse(deps.config.pingIntervalMs);
  io.engine.on("connection", (connection: Socket["conn"]) => {
    pulse.add(connection);
    arrivals.begin(connection);
    connection.once("close", () => arrivals.end(connection));
  });
  const visitors: VisitorNamespace = io.of(names.visitor);
  const operators: OperatorNamespace = io.of(names.operator);
  const namespaces: Namespaces = { io, visitors, operators };

  const counts = makeDeliveryCounts(deps.metrics);
  const visitorTally = makeSocketTally();
  const cluster = startNode({
    ...deps,
    http,
    role: deps.config.role,
    isDraining: () => isDraining,
    known: (tenantId) => ({
      visitors: visitorTally.of(tenantId),
      operators: roomSize(operators, rooms.tenant(tenantId)),
      minutes: counts.read(tenantId),
    }),
  });

  const rows = makeChangedRows(deps, operators, makeReceivers(operators, limits, deps.log), counts);
  const typing = makeTypingBoard((...change) => delivery.showTyping(...change));
  const delivery: Delivery = makeDelivery({
    deps,
    limits,
    namespaces,
    rows,
    counts,
    typing: () => typing,
  });
  const presence = makePresenceBoard({
    bus: deps.bus,
    store: openPresenceStore(deps.config.redisUrl, deps.log),
    onChange: delivery.showPresence,
  });
  const docs = makeDocRooms(deps, operators);
  const admission = makeAdmission(deps, limits, () => isDraining);
  const gateway: Gateway = {
    ...namespaces,
    deps,
    limits,
    presence,
    typing,
    docs,
    admission,
    counts,
    cluster,
    deliveryReader: makeDeliveryReader({ bus: deps.bus, cluster }),
    visitorTally,
    visitorStarts: makeVisitorStarts(deps.db),
    reports: makeBuckets(reportRate),
    checking: new Set(),
  };

  const channels = makeChannelCache(deps.db);
  const sessions = makeSessionLookup(deps.db);
  visitors.use(guarded(deps, makeVisitorAuthentication(deps, limits, { admission, channels })));
  operators.use(guarded(deps, makeOperatorAuthentication(deps, limits, { admission, sessions })));
  // Without this anybody could sit in the default namespace for nothing.
  io.use((_, next) => next(toConnectError(noNamespace())));

  const tenantBuckets = makeBuckets(limits.tenantRequests);
  visitors.on("connection", (socket) => {
    arrivals.end(socket.conn);
    answerDirectly(socket);
    serveVisitors(gateway, socket, tenantBuckets);
  });
  operators.on("connection", (socket) => {
    arrivals.end(socket.conn);
    answerDirectly(socket);
    serveOperators(gateway, socket, tenantBuckets);
  });
  logBadConnections(io, deps);

  const heart = startHeartbeat(deps, namespaces, options.heartbeatMs);
  const parts = [
    pulse,
    { close: deps.bus.subscribe(delivery.hear) },
    { close: deps.bus.onResync(heart.beatSoon) },
    { close: deps.bus.onResync(makeResync(namespaces, counts)) },
    heart,
    startSessionWatch(deps, operators, options.sessionCheckMs),
    presence,
    rows,
    typing,
    docs,
    delivery,
    cluster,
  ];

  const drain = async ({ withinMs = 5_000 } = {}) => {
    isDraining = true;
    cluster.tell();
    entrance.close();
    await closeConnections(namespaces, { withinMs, graceMs: 5_000 });
    for (const part of parts) part.close();
    io.engine.close();
  };
  let drained: Promise<void> | undefined;

  return {
    io,
    drain: (how) => (drained ??= drain(how)),
    stats: () => ({ visitors: visitors.sockets.size, operators: operators.sockets.size }),
  };
};

/** Not none: who opens connections and does nothing must not keep everybody out. */
const crowdedShare = 0.1;

/** A middleware that lets a socket in when `authenticate` resolves, and tells the client why when not. */
const guarded =
  <S extends Pick<Socket, "data" | "handshake" | "conn">>(
    { log, metrics }: GatewayDeps,
    authenticate: (socket: S) => Promise<void>,
  ) =>
  (socket: S, next: (error?: Error) => void): void => {
    authenticate(socket).then(
      () => {
        forgetHandshake(socket);
        next();
      },
      (error: unknown) => {
        const refused = toConnectError(error);
        metrics.refusals.inc({ kind: refused.data.kind, edge: "socket" });
        if (refused.data.kind === "internal") log.error({ err: error }, "a handshake failed");
        next(refused);
      },
    );
  };

const noNamespace = () =>
  new ActionRefused({
    kind: "not_found",
    message: `Connect to the namespace ${names.visitor} or ${names.operator}.`,
  });
