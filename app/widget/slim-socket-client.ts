import type { Plugin } from "vite";

/** Files that the widget does not need, and what is enough in their place. */
const files: readonly (readonly [end: string, code: string])[] = [
  [
    "engine.io-client/build/esm/transports/index.js",
    'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  ],
  [
    "engine.io-parser/build/esm/encodePacket.browser.js",
    `import { PACKET_TYPES } from "./commons.js";
    export const encodePacket = ({ type, data }, _binary, done) => done(PACKET_TYPES[type] + (data || ""));
    export const encodePacketToBinary = encodePacket;`,
  ],
  [
    "engine.io-parser/build/esm/decodePacket.browser.js",
    `import { PACKET_TYPES_REVERSE, ERROR_PACKET } from "./commons.js";
    export const decodePacket = (frame) => {
      const type = PACKET_TYPES_REVERSE[String(frame)[0]];
      return type ? { type, data: frame.slice(1) || undefined } : ERROR_PACKET;
    };`,
  ],
  [
    "engine.io-client/build/esm/contrib/parseuri.js",
    `export const parse = (source) => {
      const { protocol, hostname, port, pathname: path, search } = new URL(source);
      const host = hostname.replace(/[[\\]]/g, "");
      return { source, protocol: protocol.slice(0, -1), host, port, path, query: search.slice(1) };
    };`,
  ],
  // The widget always gives a whole address.
  [
    "socket.io-client/build/esm/url.js",
    "export const url = (source) => ({ source, id: source, path: new URL(source).pathname });",
  ],
  // `link.ts` decides when to connect again.
  [
    "socket.io-client/build/esm/contrib/backo2.js",
    "export class Backoff { reset() {} setMin() {} setMax() {} setJitter() {} }",
  ],
  [
    "engine.io-client/build/esm/util.js",
    `export const installTimerFunctions = (owner) => {
      owner.setTimeoutFn = setTimeout.bind(globalThis);
      owner.clearTimeoutFn = clearTimeout.bind(globalThis);
    };
    export const randomString = () => "";
    export const pick = () => ({});
    export const byteLength = pick;`,
  ],
];

/** Methods that the widget does not need, and what is enough in their place. */
const methods: readonly (readonly [end: string, methods: Readonly<Record<string, string>>])[] = [
  [
    "engine.io-client/build/esm/socket.js",
    {
      _probe: "",
      _open: `_open() {
        this.readyState = "opening";
        const transport = this.createTransport("websocket");
        transport.open();
        this.setTransport(transport);
      }`,
      onOpen: `onOpen() {
        this.readyState = "open";
        this.emitReserved("open");
        this.flush();
      }`,
      _onError: `_onError(err) {
        this.emitReserved("error", err);
        this._onClose("transport error", err);
      }`,
      _filterUpgrades: "_filterUpgrades() { return []; }",
      _getWritablePackets: "_getWritablePackets() { return this.writeBuffer; }",
      close: `close() {
        if (this.readyState !== "opening" && this.readyState !== "open") return this;
        this.readyState = "closing";
        const close = () => {
          this._onClose("forced close");
          this.transport.close();
        };
        if (this.writeBuffer.length) this.once("drain", close);
        else close();
        return this;
      }`,
    },
  ],
  [
    "engine.io-client/build/esm/transports/websocket.js",
    {
      doOpen: `doOpen() {
        try { this.ws = this.createSocket(this.uri()); }
        catch (error) { return this.emitReserved("error", error); }
        this.addEventListeners();
      }`,
    },
  ],
  [
    "socket.io-client/build/esm/socket.js",
    {
      send: "",
      _addToQueue: "",
      _drainQueue: "_drainQueue() {}",
      compress: "",
      prependAny: "",
      offAny: "",
      listenersAny: "",
      onAnyOutgoing: "",
      prependAnyOutgoing: "",
      offAnyOutgoing: "",
      listenersAnyOutgoing: "",
      notifyOutgoingListeners: "notifyOutgoingListeners() {}",
    },
  ],
  [
    "socket.io-client/build/esm/manager.js",
    {
      reconnect: "",
      onreconnect: "",
      maybeReconnectOnOpen: "maybeReconnectOnOpen() {}",
      reconnectionAttempts: "reconnectionAttempts() {}",
      reconnectionDelay: "reconnectionDelay() {}",
      randomizationFactor: "randomizationFactor() {}",
      reconnectionDelayMax: "reconnectionDelayMax() {}",
    },
  ],
];

/**
 * Takes out of the official Socket.IO client what only other transports, binary messages, its own
 * reconnection and its own outbox need: 5 kB gzipped. The build fails when a new version of it lacks
 * one of the files or methods.
 */
export const slimSocketClient = (): Plugin => {
  const left = new Set([...files, ...methods].map(([end]) => end));
  return {
    name: "xin-slim-socket-client",
    load(id) {
      const file = files.find(([end]) => id.endsWith(end));
      if (file === undefined) return null;
      left.delete(file[0]);
      return file[1];
    },
    transform(code, id) {
      const found = methods.find(([end]) => id.endsWith(`/node_modules/${end}`));
      if (found === undefined) return null;
      left.delete(found[0]);
      return Object.entries(found[1]).reduce((rest, [method, enough]) => {
        const whole = new RegExp(`(?<=\\n    )${method}\\([^]*?\\n    \\}(?=\\n)`);
        if (!whole.test(rest)) this.error(`${id} has no method ${method}`);
        return rest.replace(whole, enough);
      }, code);
    },
    buildEnd() {
      if (left.size > 0)
        this.error(`The Socket.IO client changed: it has no ${[...left].join(", ")}`);
    },
  };
};
