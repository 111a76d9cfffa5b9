import { type EngineConnection, readySocketOf } from "./ready-socket.ts";
import { frameOf } from "./text-frame.ts";

/** An event as it goes over the wire, made once for many receivers. */
export type WrittenEvent = {
  readonly text: string;
  readonly frame: Buffer;
  /** Read by Engine.IO: the frame for websockets; a poll is encoded from the text. */
  readonly options: object;
};

/** A client of Socket.IO, with what its types leave out. */
export type WireClient = {
  readonly conn: EngineConnection;
  writeToEngine(packets: readonly string[], options: object): void;
};

/** Writes an event of a namespace: its name, and what it carries. No binary parts. */
export const writeEvent = (namespace: string, data: readonly unknown[]): WrittenEvent => {
  const text = `${eventPacket}${namespace},${JSON.stringify(data)}`;
  const frame = frameOf(text);
  return {
    text,
    frame,
    options: { preEncoded: true, compress: false, wsPreEncodedFrame: [frame] },
  };
};

/** Tells it to a client, by one plain write where that keeps up. */
export const tellClient = (client: WireClient, { text, frame, options }: WrittenEvent): void => {
  const ready = readySocketOf(client.conn);
  if (ready === null) client.writeToEngine([text], options);
  else ready.write(frame);
};

/** The type of an event without binary parts, in Socket.IO's protocol. */
export const eventPacket = 2;
