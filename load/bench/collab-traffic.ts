import { setTimeout as wait } from "node:timers/promises";
import type { Socket } from "socket.io-client";
import * as Y from "yjs";
import type { DocJoinAck, DocName, DocReadAck, DocUpdated } from "../../realtime/contract/doc.ts";
import { namespaces, protocolVersion } from "../../realtime/contract/names.ts";
import { ask } from "../lib/ask.ts";
import { openSocket } from "../lib/open-socket.ts";
import { signIn } from "../lib/sign-in.ts";

/** What people who write one page at once met, and what the opening of a long one took. */
export type CollabSamples = {
  readonly updates: number;
  /** From the request to its acknowledgement. */
  readonly ackMs: number[];
  /** From the request until somebody else's page has the change. */
  readonly shownMs: number[];
  readonly converged: boolean;
  readonly edits: number;
  /** From the request until the page can be shown, the server having it in memory. */
  readonly openMs: number[];
  /** The same once the server has let go of it: it reads the database. */
  readonly coldOpenMs: number;
};

const editors = 30;
const updateEveryMs = 200;
const updatesEach = 100;
const editsOfLongPage = 10_000;
const editsInOneUpdate = 100;
const openings = 10;
/** The server lets go of a document that nobody has open at the second look, ten seconds apart. */
const forgottenAfterMs = 21_000;

/** Measures editors of one page of the demo, each on a connection of its own, on a running server. */
export const measureCollab = async (url: string, dataDir: string): Promise<CollabSamples> => {
  const cookie = await signIn(url, dataDir);
  const page = await (await fetch(`${url}/policies`, { headers: { cookie } })).text();
  const id = /\/policies\/([0-9a-f-]{36})/.exec(page)?.[1];
  if (id === undefined) throw new Error("The demo has no policy.");
  const doc = { kind: "policy", id } as const;
  const options = { auth: { version: protocolVersion }, extraHeaders: { cookie, origin: url } };
  const open = () => openSocket(url + namespaces.operator, options);
  const sockets: Socket[] = [];
  try {
    const replicas: Replica[] = [];
    for (let index = 0; index < editors; index += 1) {
      const socket = await open();
      sockets.push(socket);
      replicas.push(await follow(socket, doc));
    }
    const writing = await writeTogether(replicas, doc);
    const [first] = replicas;
    if (first === undefined) throw new Error("nobody writes");
    await writeMuch(first, doc);
    const openMs: number[] = [];
    for (let turn = 0; turn < openings; turn += 1) openMs.push(await openOnce(open, doc));
    for (const socket of sockets) socket.close();
    await wait(forgottenAfterMs);
    return { ...writing, edits: editsOfLongPage, openMs, coldOpenMs: await openOnce(open, doc) };
  } finally {
    for (const socket of sockets) socket.close();
  }
};

type Replica = { readonly socket: Socket; readonly replica: Y.Doc };

const follow = async (socket: Socket, doc: DocName): Promise<Replica> => {
  const replica = new Y.Doc();
  socket.on("doc.updated", ({ update }: DocUpdated) =>
    Y.applyUpdate(replica, Buffer.from(update, "base64")),
  );
  Y.applyUpdate(replica, await readWhole(socket, doc));
  return { socket, replica };
};

const readWhole = async (socket: Socket, doc: DocName): Promise<Uint8Array> => {
  const joined = await ask<DocJoinAck>(socket, "doc.join", { doc, vector: "" });
  let { state } = joined;
  while (state.length < joined.length) {
    state += (await ask<DocReadAck>(socket, "doc.read", { doc, from: state.length })).state;
  }
  return Buffer.from(state, "base64");
};

/** All write at their pace, at places of their own, whether or not the last change is acknowledged. */
const writeTogether = async (replicas: readonly Replica[], doc: DocName) => {
  const ackMs: number[] = [];
  const shownMs: number[] = [];
  const sentAt = new Map<string, number>();
  const screens = replicas.slice(0, 2);
  for (const [index, { socket, replica }] of screens.entries()) {
    // Each change is looked for on one screen: the first, or the second for what the first wrote.
    socket.on("doc.updated", ({ update }: DocUpdated) => {
      const now = performance.now();
      for (const { id, length } of Y.decodeUpdate(Buffer.from(update, "base64")).structs) {
        if (id.client === replica.clientID) continue;
        if (index === 1 && id.client !== screens[0]?.replica.clientID) continue;
        for (let clock = id.clock; clock < id.clock + length; clock += 1) {
          const key = `${id.client}:${clock}`;
          const at = sentAt.get(key);
          if (at !== undefined) shownMs.push(now - at);
          sentAt.delete(key);
        }
      }
    });
  }
  const write = async ({ socket, replica }: Replica, index: number) => {
    await wait((index * updateEveryMs) / editors);
    const answers: Promise<unknown>[] = [];
    const began = performance.now();
    for (let turn = 0; turn < updatesEach; turn += 1) {
      await wait(Math.max(0, began + turn * updateEveryMs - performance.now()));
      const text = replica.getText("text");
      const clock = Y.getState(replica.store, replica.clientID);
      const update = changeOf(replica, () =>
        text.insert(Math.floor((text.length * (index + 0.5)) / editors), "a"),
      );
      const at = performance.now();
      sentAt.set(`${replica.clientID}:${clock}`, at);
      const answer = ask(socket, "doc.update", { doc, update: toBase64(update) });
      answers.push(answer.then(() => ackMs.push(performance.now() - at)));
    }
    await Promise.all(answers);
  };
  await Promise.all(replicas.map(write));
  const deadline = performance.now() + 10_000;
  const texts = () => new Set(replicas.map(({ replica }) => replica.getText("text").toJSON()));
  while ((texts().size > 1 || sentAt.size > 0) && performance.now() < deadline) await wait(50);
  return { updates: ackMs.length, ackMs, shownMs, converged: texts().size === 1 };
};

/** Makes it a page of so many edits all over it, in updates as large as one may be. */
const writeMuch = async ({ socket, replica }: Replica, doc: DocName): Promise<void> => {
  const text = replica.getText("text");
  for (let done = 0; done < editsOfLongPage; done += editsInOneUpdate) {
    const update = changeOf(replica, () => {
      for (let edit = 0; edit < editsInOneUpdate; edit += 1) {
        text.insert(((done + edit) * 7_919) % text.length, "ab");
      }
    });
    await ask(socket, "doc.update", { doc, update: toBase64(update) });
  }
};

const openOnce = async (open: () => Promise<Socket>, doc: DocName): Promise<number> => {
  const socket = await open();
  try {
    const began = performance.now();
    const replica = new Y.Doc();
    Y.applyUpdate(replica, await readWhole(socket, doc));
    if (replica.getText("text").toJSON().length < editsOfLongPage) throw new Error("It is short.");
    return performance.now() - began;
  } finally {
    socket.close();
  }
};

const changeOf = (replica: Y.Doc, act: () => void): Uint8Array => {
  const before = Y.encodeStateVector(replica);
  act();
  return Y.encodeStateAsUpdate(replica, before);
};

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
