import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { fromBase64, toBase64 } from "./base64.ts";
import type { PendingUpdate } from "./pending-store.ts";
import { type DocPorts, openSharedDoc } from "./shared-doc.ts";

/** A server that has a document, refuses what builds on something it has not, and counts authors. */
const aServer = () => {
  const doc = new Y.Doc();
  const authors: number[] = [];
  const ask = (name: string, request: { vector?: string; update?: string }) => {
    if (name === "doc.join") {
      const state = toBase64(Y.encodeStateAsUpdate(doc, fromBase64(request.vector ?? "")));
      const joined = { state, length: state.length, seq: 1, peerId: "me", peers: [] };
      return Promise.resolve({ ok: true, mayWrite: true, ...joined });
    }
    if (name !== "doc.update") return Promise.resolve({ ok: true, seq: 1 });
    const update = fromBase64(request.update ?? "");
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    Y.applyUpdate(copy, update);
    if (copy.store.pendingStructs !== null) {
      return Promise.resolve({ ok: false, error: { kind: "conflict", message: "It waits." } });
    }
    Y.applyUpdate(doc, update);
    authors.push(new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client)).size);
    return Promise.resolve({ ok: true, seq: 2 });
  };
  const inbox = {
    ask,
    listen: () => () => {},
    subscribe: () => () => {},
    read: () => ({ link: "online" }),
  } as unknown as DocPorts["inbox"];
  return { doc, inbox, authors };
};

const aStore = (kept: readonly PendingUpdate[]) => {
  const held = new Map(kept.map((one) => [`${one.client} ${one.at}`, one]));
  return {
    held,
    read: () => Promise.resolve([...held.values()]),
    put: (one: PendingUpdate) => void held.set(`${one.client} ${one.at}`, one),
    remove: (gone: readonly PendingUpdate[]) => {
      for (const one of gone) held.delete(`${one.client} ${one.at}`);
    },
  };
};

test("what an earlier page wrote, and a later one on top of it, is sent in that order, each alone", async () => {
  const made: PendingUpdate[] = [];
  let shared = Y.encodeStateAsUpdate(new Y.Doc());
  // The later writer has the smaller id: an order by ids would send it first.
  for (const [client, at, words] of [
    [900, 1, "Written on the train"],
    [100, 2, ", and after a reload"],
    [900, 3, "."],
  ] as const) {
    const writer = new Y.Doc();
    writer.clientID = client;
    Y.applyUpdate(writer, shared);
    writer.on("update", (update: Uint8Array) => made.push({ client, at, update }));
    const text = writer.getText("text");
    text.insert(text.length, words);
    shared = Y.encodeStateAsUpdate(writer);
  }
  const server = aServer();
  const pending = aStore(made.toReversed());
  const opened = openSharedDoc({ kind: "policy", id: "p" }, { inbox: server.inbox, pending });
  await vi.waitFor(() => expect(opened.read()).toMatchObject({ unsent: 0, status: "live" }));
  expect(server.doc.getText("text").toJSON()).toBe("Written on the train, and after a reload.");
  expect(opened.doc.getText("text").toJSON()).toBe("Written on the train, and after a reload.");
  expect(opened.read().refused).toBeNull();
  expect(server.authors).toEqual([1, 1, 1]);
  expect(pending.held.size).toBe(0);

  opened.doc.getText("text").insert(0, "Also: ");
  expect([...pending.held.values()][0]?.at).toBeGreaterThan(3);
  await vi.waitFor(() => expect(server.doc.getText("text").toJSON()).toMatch(/^Also: Written/));
  opened.close();
});
