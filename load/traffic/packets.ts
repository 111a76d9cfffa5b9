/**
 * Socket.IO over one websocket, as text: Engine.IO 4 outside, Socket.IO 5 inside, one namespace, no
 * attachments. Only what is asked for is parsed: most frames of a load run are merely counted.
 */
export type Packet =
  | { readonly type: "open"; readonly pingIntervalMs: number }
  | { readonly type: "ping" }
  | { readonly type: "connected" }
  /** The namespace refused; `json` is its `{message, data}`. */
  | { readonly type: "refused"; readonly json: string }
  /** The server said goodbye to the namespace, or to the connection. */
  | { readonly type: "closed" }
  /** `json` is the one argument, or empty. */
  | { readonly type: "event"; readonly name: string; readonly json: string }
  /** `json` is the one argument, or empty. */
  | { readonly type: "ack"; readonly id: number; readonly json: string }
  | { readonly type: "other" };

/** Reads a frame. Never throws: what is no packet is `other`. */
export const readPacket = (frame: string): Packet => {
  switch (frame[0]) {
    case "0":
      return { type: "open", pingIntervalMs: pingIntervalIn(frame) };
    case "1":
      return { type: "closed" };
    case "2":
      return { type: "ping" };
    case "4":
      return readMessage(frame);
    default:
      return other;
  }
};

/** The answer to a ping. */
export const pong = "3";

/** Asks to enter a namespace, such as `/visitor`. */
export const enterFrame = (namespace: string, auth: object): string =>
  `40${namespace},${JSON.stringify(auth)}`;

/** A request that is answered under its id. */
export const requestFrame = (namespace: string, id: number, name: string, body: object): string =>
  `42${namespace},${id}${JSON.stringify([name, body])}`;

const other: Packet = { type: "other" };

const readMessage = (frame: string): Packet => {
  const comma = frame[2] === "/" ? frame.indexOf(",") : 1;
  const start = comma === -1 ? frame.length : comma + 1;
  switch (frame[1]) {
    case "0":
      return { type: "connected" };
    case "1":
      return { type: "closed" };
    case "2":
      return readEvent(frame, frame.indexOf("[", start));
    case "3": {
      const bracket = frame.indexOf("[", start);
      if (bracket === -1) return other;
      const id = Number(frame.slice(start, bracket));
      return { type: "ack", id, json: frame.slice(bracket + 1, -1) };
    }
    case "4":
      return { type: "refused", json: frame.slice(start) };
    default:
      return other;
  }
};

/** Names are our own: no quote is escaped in them. */
const readEvent = (frame: string, bracket: number): Packet => {
  const end = frame.indexOf('"', bracket + 2);
  if (bracket === -1 || end === -1) return other;
  return { type: "event", name: frame.slice(bracket + 2, end), json: frame.slice(end + 2, -1) };
};

const pingIntervalIn = (frame: string): number =>
  Number(/"pingInterval":(\d+)/.exec(frame)?.[1] ?? 25_000);
