import * as Y from "yjs";
import type { WireError } from "#contract/ack.ts";
import type { DocName, DocPeer, DocPointed, DocUpdated } from "#contract/doc.ts";
import { docLimits, times } from "#contract/names.ts";
import { isPassing } from "../core/passing.ts";
import { RetryPause } from "../core/retry-pause.ts";
import type { InboxStore } from "../inbox-store.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { isFinal } from "./is-final.ts";
import type { KeptDocStore } from "./kept-doc-store.ts";
import type { PendingStore, PendingUpdate } from "./pending-store.ts";
import { StoredPart } from "./stored-part.ts";
import { wordsOf } from "./words-of.ts";

/** What a page shows of a shared document. */
export type SharedDocState = {
  /** `opening` until the document has come for the first time, from the server or the browser's memory. */
  readonly status: "opening" | "live" | "offline";
  readonly mayWrite: boolean;
  /** Changes that are not acknowledged. They are kept, whatever happens to the page. */
  readonly unsent: number;
  /**
   * Why the last change was not taken. Nothing is sent then, nor after a reload, until `retry`, `discard`, or
   * the role to write is there again.
   */
  readonly refused: WireError | null;
  readonly peers: readonly DocPeer[];
  /** The document has been live, and nothing was heard of the AI, for longer than it is silent while it writes. */
  readonly aiSilent: boolean;
};

/** A document that others write too. */
export type SharedDoc = {
  readonly doc: Y.Doc;
  read(): SharedDocState;
  subscribe(listener: () => void): () => void;
  /** Says where this tab's cursor stands; both ends are relative positions as JSON. */
  point(place: DocPeer["place"]): void;
  /** The words of the changes that are not acknowledged, run by run. */
  unsentWords(): string[];
  /** Sends again what was refused. */
  retry(): void;
  /** Forgets the changes that are not acknowledged. The document still shows them: close it and open it anew. */
  discard(): Promise<void>;
  close(): void;
};

/** What the document stands on: the console's link and the browser's memory. */
export type DocPorts = {
  readonly inbox: Pick<InboxStore, "ask" | "listen" | "read" | "subscribe">;
  readonly pending: PendingStore;
  /** Where the document is kept to open without the line; without it there is nothing until it has come. */
  readonly kept?: KeptDocStore;
};

/** Origin of what came from the server: it is not sent back. */
const remote = Symbol("remote");
/** A document that does not come within this time opens as the browser has it, in ms. */
const patienceMs = 1_000;
/** Changes wait this long for others to share a request, in ms. */
const collectMs = 30;
/** Most changes in one request. */
const mostAtOnce = 40;

/**
 * Opens a document and follows it: what is typed shows at once, is kept in the browser, and is sent until it is
 * acknowledged. Comes back by itself after an outage. Call `close` when the page goes.
 */
export const openSharedDoc = (name: DocName, { inbox, pending, kept }: DocPorts): SharedDoc => {
  const doc = new Y.Doc();
  const stored = new StoredPart(kept ?? null, pending);
  const unsent: PendingUpdate[] = [];
  const peers = new Map<string, DocPeer>();
  const listeners = new Set<() => void>();
  let state: SharedDocState = {
    status: "opening",
    mayWrite: false,
    unsent: 0,
    refused: null,
    peers: [],
    aiSilent: false,
  };
  let seq = 0;
  let ownPeer = "";
  let place: DocPeer["place"] = null;
  /** When the newest change was made; no two have the same. */
  let newestAt = 0;
  let hasRejoined = false;
  /** Shows the document as the browser kept it. */
  let showing: ReturnType<typeof setTimeout> | undefined;
  let atOnce = mostAtOnce;
  let isSending = false;
  let isJoining = false;
  let closed = false;
  let collecting: ReturnType<typeof setTimeout> | undefined;
  let listening: ReturnType<typeof setTimeout> | undefined;

  const set = (patch: Partial<SharedDocState>) => {
    state = { ...state, ...patch, unsent: unsent.length };
    for (const listener of listeners) listener();
  };
  const refuse = (refused: WireError | null) => {
    if (refused === state.refused) return;
    void kept?.putRefusal(refused !== null && isFinal(refused) ? refused : null);
    set({ refused });
  };
  const isOnline = () => inbox.read().link === "online";

  const join = async () => {
    if (closed || isJoining || !isOnline()) return;
    isJoining = true;
    const answer = await inbox.ask("doc.join", {
      doc: name,
      vector: toBase64(Y.encodeStateVector(doc)),
    });
    const whole = answer.ok ? await readRest(answer.state, answer.length) : null;
    isJoining = false;
    if (closed) return;
    if (!answer.ok || whole === null) {
      if (!answer.ok && !isPassing(answer.error)) set({ refused: answer.error });
      else pause.begin(answer.ok ? 0 : answer.error.retryAfterMs);
      return;
    }
    pause.reset();
    receive(whole);
    stored.allow(answer.mayWrite);
    seq = Math.max(seq, answer.seq);
    ownPeer = answer.peerId;
    peers.clear();
    for (const peer of answer.peers) peers.set(peer.peerId, peer);
    if (state.status !== "live" || answer.peers.some(isAi)) watchAi();
    set({ status: "live", mayWrite: answer.mayWrite, peers: [...peers.values()] });
    if (!isStillRefused()) refuse(null);
    void tellPlace();
    void send();
  };
  const pause = new RetryPause(() => void join());

  const receive = (update: string) => {
    const bytes = fromBase64(update);
    Y.applyUpdate(doc, bytes, remote);
    stored.take(bytes);
  };
  const isStillRefused = () =>
    state.refused !== null &&
    unsent.length > 0 &&
    isFinal(state.refused) &&
    !(state.refused.kind === "forbidden" && state.mayWrite);

  const readRest = async (first: string, length: number): Promise<string | null> => {
    let whole = first;
    while (whole.length < length) {
      const answer = await inbox.ask("doc.read", { doc: name, from: whole.length });
      if (!answer.ok || answer.state === "") return null;
      whole += answer.state;
    }
    return whole;
  };

  const send = async () => {
    if (isSending || closed || state.refused !== null || state.status !== "live") return;
    isSending = true;
    while (unsent.length > 0 && state.status === "live" && state.refused === null) {
      const part = partOf(unsent, atOnce);
      const update = toBase64(Y.mergeUpdates(part.map((one) => one.update)));
      const answer = await inbox.ask("doc.update", { doc: name, update });
      if (answer.ok) {
        unsent.splice(0, part.length);
        stored.acknowledge(part);
        atOnce = Math.min(atOnce * 2, mostAtOnce);
        hasRejoined = false;
        set({});
        continue;
      }
      const { kind } = answer.error;
      if (kind === "conflict" && !hasRejoined) {
        // It builds on something the server has not: joining brings both up to the same.
        hasRejoined = true;
        void join();
        break;
      }
      if (kind === "too_large" && part.length > 1) {
        atOnce = Math.ceil(part.length / 2);
        continue;
      }
      if (isPassing(answer.error) || kind === "not_found") {
        pause.begin(answer.error.retryAfterMs);
        break;
      }
      // Kept, in the browser and on the screen, for its writer to read.
      if (kind === "forbidden") {
        stored.allow(false);
        set({ mayWrite: false });
      }
      refuse(answer.error);
    }
    isSending = false;
  };

  const tellPlace = async () => {
    if (state.status !== "live") return;
    const answer = await inbox.ask("doc.point", { doc: name, place });
    if (answer.ok && answer.seq > seq) void join();
  };

  const isThis = (other: DocName) => other.kind === name.kind && other.id === name.id;
  const hear = (message: string, payload: unknown) => {
    if (message === "resync") void join();
    if (message === "doc.updated") {
      const updated = payload as DocUpdated;
      if (!isThis(updated.doc)) return;
      receive(updated.update);
      if (updated.from > seq + 1 && state.status === "live") void join();
      else seq = Math.max(seq, updated.seq);
    }
    if (message === "doc.pointed") {
      const { doc: other, peer, gone } = payload as DocPointed;
      if (!isThis(other) || peer.peerId === ownPeer) return;
      if (gone) peers.delete(peer.peerId);
      else peers.set(peer.peerId, peer);
      if (isAi(peer)) watchAi();
      set({ peers: [...peers.values()] });
    }
  };
  /** The AI tells where it stands while it writes: of one that died nothing is heard. */
  const watchAi = () => {
    clearTimeout(listening);
    state = { ...state, aiSilent: false };
    listening = setTimeout(() => {
      for (const peer of peers.values()) if (isAi(peer)) peers.delete(peer.peerId);
      set({ peers: [...peers.values()], aiSilent: true });
    }, times.docAiSilenceMs);
  };

  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === remote || !state.mayWrite) return;
    newestAt = Math.max(Date.now(), newestAt + 1);
    const one = { client: doc.clientID, at: newestAt, update };
    unsent.push(one);
    pending.put(one);
    set({});
    collecting ??= setTimeout(() => {
      collecting = undefined;
      void send();
    }, collectMs);
  });
  let wasOnline = isOnline();
  const watch = () => {
    if (isOnline() === wasOnline) return;
    wasOnline = isOnline();
    if (wasOnline) void join();
    else if (state.status === "live") set({ status: "offline", peers: [] });
  };
  const ends = [inbox.listen(hear), inbox.subscribe(watch)];
  const beat = setInterval(() => void tellPlace(), times.docPointRepeatMs);
  const begin = async () => {
    const [found, keptDoc, refused] = await Promise.all([
      pending.read(),
      kept?.read() ?? null,
      kept?.readRefusal() ?? null,
    ]);
    if (closed) return;
    if (keptDoc !== null) {
      Y.applyUpdate(doc, keptDoc.state, remote);
      stored.begin(Y.encodeStateAsUpdate(doc), keptDoc.mayWrite);
    }
    // What was written on top of something comes after it.
    const written = found.toSorted((a, b) => a.at - b.at || a.client - b.client);
    for (const one of written) Y.applyUpdate(doc, one.update, remote);
    newestAt = Math.max(newestAt, written.at(-1)?.at ?? 0);
    stored.acknowledge(written.filter(({ isStored }) => isStored === true));
    const waiting = written.filter(({ isStored }) => isStored !== true);
    unsent.unshift(...waiting);
    set({ mayWrite: keptDoc?.mayWrite ?? false, refused: waiting.length > 0 ? refused : null });
    if (keptDoc !== null) {
      const show = () => {
        if (state.status === "opening") set({ status: "offline" });
      };
      if (inbox.read().link === "offline") show();
      else showing = setTimeout(show, patienceMs);
    }
    void join();
  };
  void begin();

  return {
    doc,
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    point: (to) => {
      place = to;
      void tellPlace();
    },
    unsentWords: () =>
      wordsOf(
        doc.getText("text"),
        unsent.map(({ update }) => update),
      ),
    retry: () => {
      hasRejoined = false;
      refuse(null);
      void join();
    },
    discard: async () => {
      await stored.write();
      await pending.remove(unsent);
      // What is kept does not fit what is stored: only the server can tell what to build on.
      if (state.refused?.kind === "conflict") await stored.forget();
      await kept?.putRefusal(null);
    },
    close: () => {
      closed = true;
      void stored.write();
      clearTimeout(showing);
      for (const end of ends) end();
      clearInterval(beat);
      clearTimeout(collecting);
      clearTimeout(listening);
      pause.stop();
      listeners.clear();
      if (isOnline() && state.status === "live") void inbox.ask("doc.leave", { doc: name });
      doc.destroy();
    },
  };
};

const isAi = ({ ai }: DocPeer) => ai === true;

/** The first changes, as many as one update may carry; an update has one author. */
const partOf = (unsent: readonly PendingUpdate[], atOnce: number): PendingUpdate[] => {
  let size = 0;
  const part: PendingUpdate[] = [];
  for (const one of unsent.slice(0, atOnce)) {
    size += one.update.byteLength;
    if (part.length > 0 && size > docLimits.updateBytes / 2) break;
    if (part.length > 0 && one.client !== part[0]?.client) break;
    part.push(one);
  }
  return part;
};
