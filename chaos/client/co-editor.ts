import { setTimeout as wait } from "node:timers/promises";
import * as Y from "yjs";
import type { Ack } from "#contract/ack.ts";
import type {
  DocJoinAck,
  DocName,
  DocPointAck,
  DocReadAck,
  DocUpdateAck,
  DocUpdated,
} from "#contract/doc.ts";
import { namespaces, protocolVersion } from "#contract/names.ts";
import type { SeededRandom } from "../history/seeded-random.ts";
import { type Ask, type DrillClient, openDrillClient } from "./drill-client.ts";
import { pauseBefore } from "./pauses.ts";
import { granted, isPassing } from "./refused.ts";

/** Name of the one text of a shared page (docs/protocol.md, Writing together). */
export const pageText = "text";

/** One tab in which somebody writes a shared page, by the rules DOC1 to DOC6. */
export type CoEditor = {
  readonly replica: Y.Doc;
  /** What it wrote and was told to be stored: so many pieces of its Yjs client. */
  readonly ackedClock: number;
  readonly acked: number;
  /** Changes that were sent more than once, since nobody answered. */
  readonly resent: number;
  readonly isOnline: boolean;
  /** Whether a change is on its way now. */
  readonly isUnderWay: boolean;
  /** Why it gave up: a change was refused for good. Null while it goes on. */
  readonly refused: string | null;
  /** Begins to write, until `rest`. */
  begin(): void;
  /** Writes nothing new; resolves once everything is acknowledged. */
  rest(): Promise<void>;
  /** Its link is cut; it comes back by itself, on whatever node the balancer takes. */
  cut(): void;
  close(): void;
};

const pace = { shortestMs: 60, longestMs: 180 };
const pointEveryMs = 10_000;

/** Opens the page in a tab of a member. */
export const openCoEditor = async (
  {
    name,
    url,
    random,
  }: { readonly name: string; readonly url: string; readonly random: SeededRandom },
  { cookie, origin }: { readonly cookie: string; readonly origin: string },
  doc: DocName,
): Promise<CoEditor> => {
  const replica = new Y.Doc();
  const text = replica.getText(pageText);
  let heardSeq = 0;
  const join = async (ask: Ask): Promise<void> => {
    const vector = base64(Y.encodeStateVector(replica));
    const joined = granted(await ask<DocJoinAck>("doc.join", { doc, vector }));
    let { state } = joined;
    while (state.length < joined.length) {
      const more = { doc, from: state.length };
      state += granted(await ask<DocReadAck>("doc.read", more)).state;
    }
    Y.applyUpdate(replica, Buffer.from(state, "base64"));
    heardSeq = Math.max(heardSeq, joined.seq);
  };
  const client = await openDrillClient({
    name,
    url: `${url}${namespaces.operator}`,
    socket: { auth: { version: protocolVersion }, extraHeaders: { cookie, origin } },
    record: () => undefined,
    enter: join,
  });
  client.on("doc.updated", (message) => {
    const { update, seq } = message as DocUpdated;
    Y.applyUpdate(replica, Buffer.from(update, "base64"));
    heardSeq = Math.max(heardSeq, seq);
  });
  // What came between the first joining and the listener.
  await join(client.ask);
  const pointing = setInterval(() => {
    if (!client.isOnline) return;
    client
      .ask<DocPointAck>("doc.point", { doc, place: null })
      .then((answer) => (granted(answer).seq > heardSeq ? join(client.ask) : undefined))
      // A broken link joins again when it is back.
      .catch(() => undefined);
  }, pointEveryMs);

  const state = { writing: false, underWay: false, acked: 0, ackedClock: 0, resent: 0 };
  let refused: string | null = null;
  let loop = Promise.resolve();

  /** Sends one change again and again, until it is acknowledged. */
  const deliver = async (update: Uint8Array): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      while (!client.isOnline) await wait(20);
      if (attempt > 0) state.resent += 1;
      try {
        granted(await askUpdate(client, doc, update));
        return;
      } catch (error) {
        if (!isPassing(error) && client.isOnline) throw error;
        if (client.isOnline) await wait(pauseBefore(attempt));
      }
    }
  };
  const writeOn = async (): Promise<void> => {
    for (let turn = 0; state.writing; turn += 1) {
      const before = Y.encodeStateVector(replica);
      const at = random.below(text.length + 1);
      if (turn % 5 === 4 && at < text.length) text.delete(at, 1);
      else text.insert(at, "kept ");
      const update = Y.encodeStateAsUpdate(replica, before);
      const clock = Y.getState(replica.store, replica.clientID);
      state.underWay = true;
      await deliver(update);
      state.underWay = false;
      state.acked += 1;
      state.ackedClock = clock;
      await wait(pace.shortestMs + random.below(pace.longestMs - pace.shortestMs));
    }
  };
  return {
    replica,
    get ackedClock() {
      return state.ackedClock;
    },
    get isOnline() {
      return client.isOnline;
    },
    get acked() {
      return state.acked;
    },
    get resent() {
      return state.resent;
    },
    get isUnderWay() {
      return state.underWay;
    },
    get refused() {
      return refused;
    },
    begin: () => {
      state.writing = true;
      loop = writeOn().catch((error: unknown) => {
        refused = String(error);
      });
    },
    rest: () => {
      state.writing = false;
      return loop;
    },
    cut: () => client.cut(),
    close: () => {
      state.writing = false;
      clearInterval(pointing);
      client.close();
    },
  };
};

const askUpdate = (
  { ask }: DrillClient,
  doc: DocName,
  update: Uint8Array,
): Promise<Ack<DocUpdateAck>> => ask<DocUpdateAck>("doc.update", { doc, update: base64(update) });

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
