import type { Socket } from "socket.io-client";
import type { EventsAppended } from "../../realtime/contract/downstream.ts";
import { namespaces, protocolVersion } from "../../realtime/contract/names.ts";
import type { SessionStartAck } from "../../realtime/contract/session-start.ts";
import { ask } from "../lib/ask.ts";
import { openSocket } from "../lib/open-socket.ts";
import { signIn } from "../lib/sign-in.ts";
import { type Listener, type Samples, type Sender, runPaced } from "./paced-traffic.ts";

const visitors = 48;
const operators = 2;

/** Measures messages of visitors to the operators who follow them, on a running server with its demo. */
export const measureProduct = async (url: string, dataDir: string): Promise<Samples> => {
  const cookie = await signIn(url, dataDir);
  const sockets: Socket[] = [];
  const open = async (namespace: string, options: object) => {
    const socket = await openSocket(url + namespace, options);
    sockets.push(socket);
    return socket;
  };
  const openOperator = () =>
    open(namespaces.operator, {
      auth: { version: protocolVersion },
      extraHeaders: { cookie, origin: url },
    });
  const openVisitor = async () => {
    const auth = { key: "demo_tarnmoor", version: protocolVersion };
    const socket = await open(namespaces.visitor, { auth });
    const start = { token: null, locale: "en" };
    const session = await ask<SessionStartAck>(socket, "session.start", start);
    return { socket, conversationId: session.conversationId };
  };

  try {
    return await runPaced(async ({ heard }: Listener) => {
      const people = await Promise.all(Array.from({ length: visitors }, openVisitor));
      for (const { socket, conversationId } of people) {
        await post(socket, conversationId, crypto.randomUUID());
      }
      for (let index = 0; index < operators; index += 1) {
        const operator = await openOperator();
        operator.on("events.appended", ({ events }: EventsAppended) => {
          for (const { clientId } of events) if (clientId !== null) heard(clientId);
        });
        for (const { conversationId } of people) {
          await ask(operator, "conversation.join", { conversationId });
          // People hold it: the AI's answers are not what is measured.
          if (index === 0) {
            const clientId = crypto.randomUUID();
            await ask(operator, "conversation.take-over", { conversationId, clientId });
          }
        }
      }
      return people.map(({ socket, conversationId }): Sender => ({
        send: (id) => post(socket, conversationId, id),
      }));
    });
  } finally {
    for (const socket of sockets) socket.close();
  }
};

const post = async (socket: Socket, conversationId: string, clientId: string): Promise<void> => {
  const parts = [{ type: "text", text: "How long does a message take?" }];
  await ask(socket, "message.post", { conversationId, clientId, parts });
};
