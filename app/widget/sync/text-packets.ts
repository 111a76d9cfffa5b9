/**
 * Socket.IO's packets, version 5 of its protocol, for text alone. The build puts this in the place
 * of `socket.io-parser`, most of which takes binary attachments apart: our messages have none.
 * See https://socket.io/docs/v4/socket-io-protocol/.
 */

/** Version of the protocol; the Socket.IO client passes it on. @public */
export const protocol = 5;

/** Kinds of packets, by the digit they begin with. */
export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
} as const;

/** A packet: `id` asks for, or answers with, an acknowledgement. */
export type Packet = {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number | undefined;
  readonly data?: unknown;
};

/** Writes packets. */
export class Encoder {
  /** The packet as the one text frame it takes. */
  encode({ type, nsp, id, data }: Packet): string[] {
    const namespace = nsp === "/" ? "" : `${nsp},`;
    return [type + namespace + (id ?? "") + (data === undefined ? "" : JSON.stringify(data))];
  }
}

/** Reads packets and hands each to the one listener. */
export class Decoder {
  #listener: ((packet: Packet) => void) | null = null;

  /** Listens for `decoded`, the only thing it tells. */
  on(_decoded: string, listener: (packet: Packet) => void): void {
    this.#listener = listener;
  }

  /** Listens no longer. */
  off(): void {
    this.#listener = null;
  }

  /** Takes in a frame. Throws on anything that is not a packet: the connection is then closed. */
  add(frame: unknown): void {
    const match = typeof frame === "string" ? shape.exec(frame) : null;
    if (match === null) throw new Error("no packet");
    const [, type, nsp = "/", id, json] = match;
    const data: unknown = json ? JSON.parse(json) : undefined;
    const packet = { type: Number(type), nsp, id: id ? Number(id) : undefined, data };
    if (expectsList(packet) && !Array.isArray(data)) throw new Error("no arguments");
    this.#listener?.(packet);
  }

  /** Nothing is kept between frames. */
  destroy(): void {}
}

/** Kind, namespace unless it is `/`, id of an acknowledgement, JSON. */
const shape = /^([0-4])(?:(\/[^,]*),?)?(\d*)(.*)$/s;

const expectsList = ({ type }: Packet) => type === PacketType.EVENT || type === PacketType.ACK;
