import { build, defineConfig, type Plugin } from "vite";

const folder = new URL(".", import.meta.url).pathname;
const target = "es2022";
/** The first browsers that know light-dark(), all of 2024 or before. */
const cssTarget = ["chrome123", "edge123", "firefox120", "safari17.5"];

/** Names that libraries use among themselves, and that no browser and no message knows. */
const innerNames = [
  // Fields of the Socket.IO client. Those of Preact begin with two lines and are short already.
  "_[A-Za-z]\\w*",
  "emitReserved",
  "(set|clear)TimeoutFn",
  "(write|send|receive)Buffer",
  "notifyOutgoingListeners",
  "maybeReconnectOnOpen",
  "create(Socket|Transport)",
  "do(Open|Write|Close)",
  "prevBufferLen",
  "remove(All)?Listeners?",
  // Class components, of which there are none.
  "component(Will|Did)\\w+",
  "shouldComponentUpdate",
  "getDerivedStateFrom\\w+",
  "getSnapshotBeforeUpdate",
  "getChildContext",
  "debounceRendering",
];

const minify = {
  compress: true,
  mangle: true,
  codegen: true,
  mangleProps: { quoted: true, include: new RegExp(`^(${innerNames.join("|")})$`) },
};

/**
 * Builds the launcher once the panel's file name is known: a classic script in one function, which
 * adds nothing to the page's globals. Beside it stands `panel.js`, which leads old launchers to the
 * panel of today.
 */
const launcher = (): Plugin => ({
  name: "xin-launcher",
  async generateBundle(_options, bundle) {
    const panel = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
    if (panel === undefined) return this.error("The launcher needs a panel.");
    const built = await build({
      configFile: false,
      logLevel: "warn",
      root: folder,
      publicDir: false,
      define: { XIN_PANEL_FILE: JSON.stringify(panel.fileName) },
      build: {
        write: false,
        target,
        cssTarget,
        lib: { entry: `${folder}loader.ts`, formats: ["iife"], name: "xin" },
        rolldownOptions: { output: { minify } },
      },
    });
    const [output] = Array.isArray(built) ? built : [built];
    const source = output !== undefined && "output" in output ? output.output[0].code : undefined;
    if (source === undefined) return this.error("The launcher was not built.");
    this.emitFile({ type: "asset", fileName: "loader.js", source });
    const today = `"./${panel.fileName}" + new URL(import.meta.url).search`;
    const forward = `export const { mount } = await import(${today});\n`;
    this.emitFile({ type: "asset", fileName: "panel.js", source: forward });
  },
});

/** Files of the Socket.IO client that the widget does not need, and what is enough in their place. */
const slimClient: readonly (readonly [end: string, code: string])[] = [
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
];

/**
 * Takes out of the official Socket.IO client what only other transports, binary messages and its own
 * reconnection need: 4 kB gzipped. The build fails when a new version of it lacks one of the files.
 */
const slimSocketClient = (): Plugin => {
  const left = new Set(slimClient.map(([end]) => end));
  return {
    name: "xin-slim-socket-client",
    load(id) {
      const found = slimClient.find(([end]) => id.endsWith(end));
      if (found === undefined) return null;
      left.delete(found[0]);
      return found[1];
    },
    buildEnd() {
      if (left.size > 0)
        this.error(`The Socket.IO client changed: it has no ${[...left].join(", ")}`);
    },
  };
};

/** Builds the widget: `/w/loader.js` and `/w/assets/*`. Library mode adds no helper of Vite's. */
export default defineConfig({
  root: folder,
  publicDir: false,
  plugins: [slimSocketClient(), launcher()],
  oxc: { jsx: { pure: false } },
  resolve: { alias: { "socket.io-parser": `${folder}sync/text-packets.ts` } },
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    lib: { entry: `${folder}panel.tsx`, formats: ["es"] },
    outDir: `${folder}../../build-widget/w`,
    emptyOutDir: true,
    target,
    cssTarget,
    reportCompressedSize: false,
    rolldownOptions: {
      treeshake: { moduleSideEffects: false },
      output: { minify, entryFileNames: "assets/panel-[hash].js" },
    },
  },
});
