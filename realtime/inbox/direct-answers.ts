import type { Socket } from "socket.io";
import { type EngineConnection, readySocketOf } from "./ready-socket.ts";
import { frameOf } from "./text-frame.ts";

/**
 * Has a socket's requests reach the listeners of `onAny` alone, and its answers written to the network as
 * one frame each, past Socket.IO's packets and Engine.IO's buffers, which cost more than the write. Whoever
 * is behind, or polls, is answered through them. Answers must be plain JSON, without binary parts.
 */
export const answerDirectly = (socket: Pick<Socket, "onAny">): void => {
  (socket as unknown as SocketInside).onevent = handOver;
};

/** What Socket.IO calls with a packet that holds an event. */
function handOver(this: SocketInside, { data, id }: EventPacket): void {
  const args = id === undefined ? data : [...data, answering(this, id)];
  for (const listener of this.listenersAny()) listener(...args);
}

/** Answers the request once; further calls do nothing. */
const answering = (socket: SocketInside, id: number) => {
  let sent = false;
  return (answer: object): void => {
    if (sent) return;
    sent = true;
    const ready = readySocketOf(socket.conn);
    if (ready === null) socket.packet({ type: ackPacket, id, data: [answer] });
    else ready.write(frameOf(`${ackPacket}${socket.nsp.name},${id}[${JSON.stringify(answer)}]`));
  };
};

/** The type of an answer without binary parts, in Socket.IO's protocol. */
const ackPacket = 3;

type EventPacket = { readonly data: readonly unknown[]; readonly id?: number };

/** A socket of a namespace that has a name, with what its types leave out. */
type SocketInside = {
  readonly conn: EngineConnection;
  readonly nsp: { readonly name: string };
  onevent: (this: SocketInside, packet: EventPacket) => void;
  listenersAny(): readonly ((...args: readonly unknown[]) => void)[];
  packet(packet: { type: number; id: number; data: readonly unknown[] }): void;
};
