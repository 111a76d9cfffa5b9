import { type Socket, connect } from "node:net";

/** A websocket that costs its process as little as one can: text frames over a bare TCP connection. */
export type RawWebSocket = {
  /** Sends a text. It is lost unless the websocket is open. */
  send(text: string): void;
  /** Ends it at once, as a dead network does. */
  terminate(): void;
};

/** Where it leads, and who listens. */
export type RawWebSocketOptions = {
  /** With `http:`, and without a path. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Address to connect from. */
  readonly from: string;
  onText(text: string): void;
  /** Called once: it could not be opened, or has ended. */
  onClose(): void;
};

/**
 * Opens a websocket by RFC 6455, for thousands of clients in one process that must not be what a run is
 * short of. All read into one piece of memory, and nothing is masked but by zeros: it is for servers on the
 * same machine, which compress nothing and send no fragments. Whatever else comes ends it.
 */
export const openRawWebSocket = (options: RawWebSocketOptions): RawWebSocket => {
  const { hostname, port, host } = new URL(options.url);
  let isOpen = false;
  /** What has come of a frame, or of the answer to the handshake, that is not whole yet. */
  let rest: Buffer | null = null;

  const take = (bytes: Buffer): void => {
    const all = rest === null ? bytes : Buffer.concat([rest, bytes]);
    const used = isOpen ? takeFrames(all, 0) : takeAnswer(all);
    // A copy: the next read, of whatever client, overwrites it.
    rest = used < all.length && !socket.destroyed ? Buffer.from(all.subarray(used)) : null;
  };
  const takeAnswer = (bytes: Buffer): number => {
    const end = bytes.indexOf("\r\n\r\n");
    if (end === -1) return 0;
    isOpen = bytes.toString("latin1", 0, switching.length) === switching;
    if (isOpen) return takeFrames(bytes, end + 4);
    socket.destroy();
    return bytes.length;
  };
  /** Handles whole frames from `at` on and answers where the first begins that is not whole. */
  const takeFrames = (bytes: Buffer, at: number): number => {
    let start = at;
    while (!socket.destroyed) {
      const frame = frameAt(bytes, start);
      if (frame === null) return start;
      start = frame.end;
      if (frame.kind === textFrame) options.onText(bytes.toString("utf8", frame.begin, frame.end));
      else socket.destroy();
    }
    return bytes.length;
  };

  const socket: Socket = connect({
    host: hostname,
    port: Number(port),
    localAddress: options.from,
    noDelay: true,
    onread: {
      buffer: readInto,
      callback: (length) => {
        take(readInto.subarray(0, length));
        return true;
      },
    },
  });
  socket.write(requestOf(host, options));
  // Its end follows, and is all that matters.
  socket.on("error", () => {});
  socket.on("close", options.onClose);
  return {
    send: (text) => void (isOpen && socket.write(maskedFrame(text))),
    terminate: () => socket.destroy(),
  };
};

const readInto = Buffer.allocUnsafeSlow(64 * 1024);
const switching = "HTTP/1.1 101 ";
/** The first byte of a text that is one frame. */
const textFrame = 0x81;

const requestOf = (
  host: string,
  { path, headers }: Pick<RawWebSocketOptions, "path" | "headers">,
): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${lines.join("")}\r\n`;
};

type Frame = { readonly kind: number | undefined; readonly begin: number; readonly end: number };

/** The frame of a server that begins at `start`, or null while it is not whole. */
const frameAt = (bytes: Buffer, start: number): Frame | null => {
  if (bytes.length < start + 2) return null;
  const short = bytes[start + 1] ?? 0;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start + head) return null;
  const length =
    head === 2
      ? short
      : head === 4
        ? bytes.readUInt16BE(start + 2)
        : Number(bytes.readBigUInt64BE(start + 2));
  const begin = start + head;
  const end = begin + length;
  return bytes.length < end ? null : { kind: bytes[start], begin, end };
};

/** A text frame of a client: masked, by a mask that changes nothing. */
const maskedFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.alloc(head + 4 + length);
  frame[0] = textFrame;
  frame[1] = 0x80 | (head === 2 ? length : head === 4 ? 126 : 127);
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, head + 4);
  return frame;
};
