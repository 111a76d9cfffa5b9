import { createServer } from "node:http";
import { Server } from "socket.io";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { limits as wire, namespaces } from "#contract/names.ts";
import { readConfig } from "#engine/runtime/config.ts";
import type { Entrance } from "#realtime/inbox/entrance.ts";
import { socketOptions } from "#realtime/inbox/socket-options.ts";
import { type Door, type Filling, type Opening, type Publication, paced } from "./door.ts";
import { listenOnLoopback } from "./listen-on-loopback.ts";
import { obey } from "./obey.ts";
import { sampleEvents } from "./sample-events.ts";

/*
 * The reference: Socket.IO with the product's own options and nothing else. Nobody is asked who they
 * are, nothing is checked or limited; a client joins one room and every request is granted.
 */
const conversationId = crypto.randomUUID();
const http = createServer();
const { pingIntervalMs } = readConfig({});
const entrance: Entrance = { enter: (_, decide) => decide("welcome"), close: () => {} };
const io = new Server(
  http,
  socketOptions({ pingIntervalMs, entrance, isFull: () => false, isDraining: () => false }),
);
for (const name of Object.values(namespaces)) {
  io.of(name).on("connection", (socket) => {
    socket.on("join", (_: unknown, ack: (answer: object) => void) => {
      void socket.join(conversationId);
      ack({ ok: true });
    });
    socket.on("events.fetch", ({ after }: { after: number }, ack: (answer: object) => void) => {
      const events = log.slice(after, after + wire.eventsPerPage);
      const lastSeq = log.length;
      ack({ ok: true, events, lastSeq, more: after + events.length < lastSeq });
    });
    socket.on("typing.set", (_: unknown, ack: (answer: object) => void) => ack({ ok: true }));
  });
}
let log: ConversationEvent[] = [];
let open: string = namespaces.visitor;

obey(
  {
    open: async ({ audience, quiet }: Opening): Promise<Door> => {
      open = audience === "members" ? namespaces.operator : namespaces.visitor;
      const echo = { name: "typing.set", body: { conversationId, typing: true } };
      const keys = [
        { headers: {}, auth: {}, first: quiet === true ? null : { name: "join", body: {} }, echo },
      ];
      return { host: await listenOnLoopback(http), namespace: open, keys };
    },
    fill: ({ conversations, events }: Filling) => {
      log = sampleEvents(conversationId, 1, events);
      return Array.from({ length: conversations }, () => conversationId);
    },
    publish: async ({ events, ...pace }: Publication) => {
      const room = io.of(open).to(conversationId);
      await paced(pace, (index) => {
        const batch = sampleEvents(conversationId, index * events + 1, events);
        room.emit("events.appended", { conversationId, events: batch });
      });
    },
  },
  () => io.close(),
);
