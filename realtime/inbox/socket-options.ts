import type { IncomingMessage } from "node:http";
import type { ServerOptions } from "socket.io";
import { limits as wire } from "#contract/names.ts";
import type { Entrance } from "./entrance.ts";
import { type TransportRefusal, refuseTransport } from "./refuse-transport.ts";

/** How Socket.IO is set up, and why. */
export const socketOptions = ({
  pingIntervalMs,
  entrance,
  isFull,
  isDraining,
}: {
  readonly pingIntervalMs: number;
  readonly entrance: Entrance;
  readonly isFull: () => boolean;
  readonly isDraining: () => boolean;
}): Partial<ServerOptions> => ({
  // Polling is for widgets on networks that break websockets. The console's namespace cannot be entered
  // by it: its polls are same-origin and carry no Origin header.
  transports: ["websocket", "polling"],
  // Measured: both cost a third to a half of the fan-out and bring little for short JSON.
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  // Other upgrades on the same server (hot reload) are not ours to end.
  destroyUpgrade: false,
  maxHttpBufferSize: wire.frameBytes,
  // A connection that enters no namespace, or was refused and does not come back.
  connectTimeout: 10_000,
  // Told to clients, and how often they hear a pulse (`pulse.ts`): so often that a client or a proxy that
  // hears nothing for 3 s knows that the node or the link is gone. The answer to a ping may take long: a
  // slow client is not cut quickly.
  pingInterval: pingIntervalMs,
  pingTimeout: 20_000,
  // For polling widgets of other origins. No credentials: a widget has no cookie. What a page may do is
  // decided in the handshake of its namespace, since CORS guards no websocket.
  cors: { origin: true, credentials: false, methods: ["GET", "POST"] },
  allowRequest: (request: IncomingMessage, decide) => {
    const refuse = (refusal: TransportRefusal) => {
      refuseTransport(request, refusal);
      decide(refusal, false);
    };
    if (isDraining()) refuse("draining");
    else if (isFull()) refuse("too many connections");
    else {
      entrance.enter(request, (answer) => {
        if (answer === "welcome") decide(null, true);
        else refuse(isDraining() ? "draining" : "too many at once");
      });
    }
  },
});
