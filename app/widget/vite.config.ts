import { build, defineConfig, type LibraryOptions, type Plugin } from "vite";
import { slimSocketClient } from "./slim-socket-client.ts";

const folder = new URL(".", import.meta.url).pathname;
const target = "es2022";
/** The first browsers that know light-dark(), all of 2024 or before. */
const cssTarget = ["chrome123", "edge123", "firefox120", "safari17.5"];

/** Names that libraries use among themselves, and that no browser and no message knows. */
const innerNames = [
  // Fields of the Socket.IO client. Those of Preact begin with two lines and are short already.
  "_[A-Za-z]\\w*",
  "emitReserved",
  "emitEvent",
  "withError",
  "timestampRequests",
  "(set|clear)TimeoutFn",
  "(write|send|receive)Buffer",
  "notifyOutgoingListeners",
  "maybeReconnectOnOpen",
  "create(Socket|Transport)",
  "do(Open|Write|Close)",
  "prevBufferLen",
  "on(Packet|Handshake|Data|Any)",
  "on(packet|event|ack|disconnect|connect|decoded|ping)",
  "(sub|addEvent)(Events|Listeners)",
  "emit(Buffered|WithAck)",
  "setTransport",
  "hasListeners",
  "recovered",
  "createUri",
  "timestampParam",
  "packetCreate",
  "force(Base|New)",
  "fromQueue",
  "queryKey",
  "set(Jitter|Min|Max)",
  "remove(All)?Listeners?",
  "diffed",
  "vnode",
  // Class components, of which there are none.
  "component(Will|Did)\\w+",
  "shouldComponentUpdate",
  "getDerivedStateFrom\\w+",
  "getSnapshotBeforeUpdate",
  "getChildContext",
  "debounceRendering",
  // What connecting again takes, which is ours.
  "(reconnection|randomization)\\w+",
  "skipReconnect",
  "transportImplementations",
  "supportsBinary",
  "readyState",
  "writable",
  "autoUnref",
  "nextIndex",
  "decoder",
  "received",
  "closeOnBeforeunload",
  "addTrailingSlash",
  "transportOptions",
  "rememberUpgrade",
  "tryAllTransports",
  // Texts whose names nothing else has; those that are looked up by a state keep theirs.
  "dialogUnnamed",
  "talkToPerson",
  "askingForPerson",
  "person(Asked|WillAnswer|Unnamed)",
  "askFailed",
  "away(Until|Unknown)",
  "email(Ask|Save|Wrong|Left)",
  "withPerson",
  "ai(Answers|Name)",
  "tooLong",
  "why",
  "newMessages",
  "yesterday",
  "offline(Waiting|Idle)",
  // Parts of the panel among themselves: nothing of it is sent, stored or handed to the page, or to the
  // preview of a policy, which hands in a link of its own (app/routes/policies/preview/preview-link.ts).
  "(request|is)Person",
  "leaveEmail",
  "stopReply",
  "markSeen",
  "loadEarlier",
  "(starts|ends)Run",
  "isSending",
  "followsEnd",
  "on(Text|Send|Seen|Page|Source|Show|Retry|Discard|Earlier|Person|Email|Ask|Stop|Back)",
  "known(Holder|Seq)",
  "streams",
  "outbox",
  "thread",
  "typist",
  "newest(Seq)?",
  "opener",
  "fullScreen",
  "covered",
  "describ(e|ed)Source",
  "wanted",
  "delivery(ReportMs)?",
  "typing(RepeatMs|ExpiryMs)",
  "ackTimeoutMs",
  "eventsPerPage",
  "streams?Of",
  "runIfBehind",
  "flushNow",
  "cutShort",
  "canDeliver",
  "exclusively",
  "holdsBack",
  "laneOf",
  "canFetch",
  "backAt",
  "asOfSeq",
  "titleId",
  "counter",
  "canSend",
  "actions",
  "blocks",
  "applied",
  "refetched",
  "giveBack",
  "conversation",
  "citation",
  "earlier",
  "discard",
  "inside",
  "dialog",
  "ordered",
  "isAnother",
  "revise",
  "settle",
  "notSent",
  "doc(Ai|Point)\\w+Ms",
  "handedBack",
  "isAnswer",
  "reconnectM(in|ax)Ms",
  "(tag|text|ratingComment)Length",
  "heartbeatMs",
  "frameBytes",
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
    const source = await buildAlone(
      { entry: `${folder}loader.ts`, formats: ["iife"], name: "xin" },
      { XIN_PANEL_FILE: JSON.stringify(panel.fileName) },
    );
    this.emitFile({ type: "asset", fileName: "loader.js", source });
    const today = `"./${panel.fileName}" + new URL(import.meta.url).search`;
    const forward = `export const { mount } = await import(${today});\n`;
    this.emitFile({ type: "asset", fileName: "panel.js", source: forward });
  },
});

/** Builds what is loaded later, which keeps its address, so that a panel from before an update finds it. */
const later = (name: string): Plugin => ({
  name: `xin-${name}`,
  async generateBundle() {
    const source = await buildAlone({ entry: `${folder}${name}/${name}.ts`, formats: ["es"] });
    this.emitFile({ type: "asset", fileName: `${name}.js`, source });
  },
});

/** The code of a file that shares nothing with the panel. */
const buildAlone = async (lib: LibraryOptions, define: Record<string, string> = {}) => {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    root: folder,
    publicDir: false,
    define,
    build: { write: false, target, cssTarget, lib, rolldownOptions: { output: { minify } } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("Nothing was built.");
  return output.output[0].code;
};

/** Builds the widget: `/w/loader.js`, `/w/evidence.js`, `/w/rating.js`, `/w/code.js` and `/w/assets/*`. Library mode adds no helper of Vite's. */
export default defineConfig({
  root: folder,
  publicDir: false,
  plugins: [slimSocketClient(), launcher(), later("evidence"), later("rating"), later("code")],
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
