import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import type { WireError } from "#contract/ack.ts";
import { times } from "#contract/names.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import type { KeptDoc, KeptDocStore } from "./kept-doc-store.ts";
import type { PendingUpdate } from "./pending-store.ts";
import { type DocPorts, openSharedDoc } from "./shared-doc.ts";

/** A server that has a document, refuses what builds on something it has not, and counts authors. */
const aServer = () => {
  const doc = new Y.Doc();
  const authors: number[] = [];
  const world = {
    link: "online",
    mayWrite: true,
    /** Why it takes no changes. */
    refuses: null as WireError["kind"] | null,
    asked: 0,
  };
  const ask = (name: string, request: { vector?: string; update?: string }) => {
    if (world.link !== "online") return Promise.resolve(failure("unavailable"));
    if (name === "doc.join") {
      const state = toBase64(Y.encodeStateAsUpdate(doc, fromBase64(request.vector ?? "")));
      const joined = { state, length: state.length, seq: 1, peerId: "me", peers: [] };
      return Promise.resolve({ ok: true, mayWrite: world.mayWrite, ...joined });
    }
    if (name !== "doc.update") return Promise.resolve({ ok: true, seq: 1 });
    world.asked += 1;
    if (world.refuses !== null) return Promise.resolve(failure(world.refuses));
    const update = fromBase64(request.update ?? "");
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    Y.applyUpdate(copy, update);
    if (copy.store.pendingStructs !== null) return Promise.resolve(failure("conflict"));
    Y.applyUpdate(doc, update);
    authors.push(new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client)).size);
    return Promise.resolve({ ok: true, seq: 2 });
  };
  const ears = new Set<(name: string, payload: unknown) => void>();
  const watchers = new Set<() => void>();
  const inbox = {
    ask,
    listen: (ear: (name: string, payload: unknown) => void) => {
      ears.add(ear);
      return () => void ears.delete(ear);
    },
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    read: () => ({ link: world.link }),
  } as unknown as DocPorts["inbox"];
  return {
    doc,
    inbox,
    authors,
    world,
    text: () => doc.getText("text").toJSON(),
    setLink: (link: string) => {
      world.link = link;
      for (const watcher of watchers) watcher();
    },
    /** The AI says that it is there. */
    pointAi: () => {
      const peer = { peerId: "ai", memberId: "ai", name: "Xin", place: null, ai: true };
      const pointed = { doc: { kind: "policy", id: "p" }, peer, gone: false };
      for (const ear of ears) ear("doc.pointed", pointed);
    },
    /** A colleague writes at the end. */
    write: (words: string, seq: number) => {
      const before = Y.encodeStateVector(doc);
      const text = doc.getText("text");
      text.insert(text.length, words);
      const update = toBase64(Y.encodeStateAsUpdate(doc, before));
      const updated = { doc: { kind: "policy", id: "p" }, from: seq, seq, update };
      for (const ear of ears) ear("doc.updated", updated);
    },
  };
};

const failure = (kind: WireError["kind"]) => ({ ok: false, error: { kind, message: "No." } });

const aStore = (kept: readonly PendingUpdate[]) => {
  const held = new Map(kept.map((one) => [`${one.client} ${one.at}`, one]));
  return {
    held,
    read: () => Promise.resolve([...held.values()]),
    put: (one: PendingUpdate) => void held.set(`${one.client} ${one.at}`, one),
    remove: (gone: readonly PendingUpdate[]) => {
      for (const one of gone) held.delete(`${one.client} ${one.at}`);
      return Promise.resolve();
    },
  };
};

/** A browser's memory of one page. */
const aBrowser = (server: ReturnType<typeof aServer>) => {
  const pending = aStore([]);
  let doc: KeptDoc | null = null;
  let refused: WireError | null = null;
  const kept: KeptDocStore = {
    read: () => Promise.resolve(doc),
    put: (next) => {
      doc = next;
      return Promise.resolve();
    },
    remove: () => {
      doc = null;
      return Promise.resolve();
    },
    readRefusal: () => Promise.resolve(refused),
    putRefusal: (next) => {
      refused = next;
      return Promise.resolve();
    },
  };
  return {
    pending,
    kept: () => {
      const copy = new Y.Doc();
      if (doc !== null) Y.applyUpdate(copy, doc.state);
      return copy.getText("text").toJSON();
    },
    open: () => {
      const shared = openSharedDoc(
        { kind: "policy", id: "p" },
        { inbox: server.inbox, pending, kept },
      );
      const text = shared.doc.getText("text");
      return {
        ...shared,
        text: () => text.toJSON(),
        write: (words: string) => text.insert(text.length, words),
        until: (state: Partial<ReturnType<typeof shared.read>>) =>
          vi.waitFor(() => expect(shared.read()).toMatchObject(state), { timeout: 5_000 }),
      };
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
  await vi.waitFor(() => expect(pending.held.size).toBe(0));

  opened.doc.getText("text").insert(0, "Also: ");
  expect([...pending.held.values()][0]?.at).toBeGreaterThan(3);
  await vi.waitFor(() => expect(server.doc.getText("text").toJSON()).toMatch(/^Also: Written/));
  opened.close();
});

test("what was refused for good is not sent again by itself, and waits for its writer to decide", async () => {
  const server = aServer();
  server.write("Hello.", 1);
  const browser = aBrowser(server);
  const first = browser.open();
  await first.until({ status: "live" });
  first.write(" Stored.");
  await first.until({ unsent: 0 });
  server.world.refuses = "too_large";
  first.write(" Too much.");
  await first.until({ refused: { kind: "too_large", message: "No." } });
  expect(first.unsentWords()).toEqual([" Too much."]);
  first.close();

  server.world.asked = 0;
  const second = browser.open();
  await second.until({ status: "live", unsent: 1 });
  expect(second.read().refused?.kind).toBe("too_large");
  expect(second.text()).toBe("Hello. Stored. Too much.");
  expect(second.unsentWords()).toEqual([" Too much."]);
  // It joins again after an outage, and still leaves it to the writer.
  server.setLink("offline");
  server.setLink("online");
  await second.until({ status: "live" });
  expect(server.world.asked).toBe(0);
  second.retry();
  await vi.waitFor(() => expect(server.world.asked).toBe(1));
  await second.until({ refused: { kind: "too_large", message: "No." } });
  await second.discard();
  second.close();
  expect(browser.pending.held.size).toBe(0);

  server.world.refuses = null;
  const third = browser.open();
  await third.until({ status: "live", unsent: 0, refused: null });
  expect(third.text()).toBe("Hello. Stored.");
  expect(server.text()).toBe("Hello. Stored.");
  third.close();
});

test("what was refused is stored when there is room again and its writer says so", async () => {
  const server = aServer();
  const browser = aBrowser(server);
  server.world.refuses = "too_large";
  const first = browser.open();
  await first.until({ status: "live" });
  first.write("Patience.");
  await first.until({ refused: { kind: "too_large", message: "No." } });
  server.world.refuses = null;
  first.retry();
  await first.until({ unsent: 0, refused: null });
  expect(server.text()).toBe("Patience.");
  first.close();
});

test("what was refused for the role is sent by itself when the role is there again", async () => {
  const server = aServer();
  const browser = aBrowser(server);
  const first = browser.open();
  await first.until({ status: "live" });
  server.world.refuses = "forbidden";
  first.write("From an author.");
  await first.until({ refused: { kind: "forbidden", message: "No." }, mayWrite: false });
  first.close();
  server.world.mayWrite = false;
  const second = browser.open();
  await second.until({ status: "live", mayWrite: false, unsent: 1 });
  expect(second.read().refused?.kind).toBe("forbidden");
  second.close();
  server.world.mayWrite = true;
  server.world.refuses = null;
  const third = browser.open();
  await third.until({ status: "live", unsent: 0, refused: null });
  expect(server.text()).toBe("From an author.");
  third.close();
});

test("a page opens as it was kept while the line is down, and joins what others wrote meanwhile", async () => {
  const server = aServer();
  server.write("Hello.", 1);
  const browser = aBrowser(server);
  const first = browser.open();
  await first.until({ status: "live" });
  first.write(" Mine.");
  await first.until({ unsent: 0 });
  server.write(" Yours.", 2);
  await vi.waitFor(() => expect(browser.kept()).toBe("Hello. Mine. Yours."));
  server.setLink("offline");
  await first.until({ status: "offline" });
  first.write(" On the train.");
  first.close();

  server.world.link = "connecting";
  const second = browser.open();
  await second.until({ status: "offline", mayWrite: true, unsent: 1 });
  expect(second.text()).toBe("Hello. Mine. Yours. On the train.");
  second.write(" After a reload.");
  server.write(" Meanwhile.", 3);
  server.setLink("online");
  await second.until({ status: "live", unsent: 0 });
  expect(second.text()).toBe(server.text());
  expect(server.text()).toContain(" On the train. After a reload.");
  expect(server.text()).toContain(" Meanwhile.");
  await vi.waitFor(() => expect(browser.kept()).toBe(server.text()));
  await vi.waitFor(() => expect(browser.pending.held.size).toBe(0));
  second.close();
});

test("what was discarded does not come back from what the browser keeps", async () => {
  const server = aServer();
  server.write("Hello.", 1);
  const browser = aBrowser(server);
  const first = browser.open();
  await first.until({ status: "live" });
  server.world.refuses = "too_large";
  first.write(" Refused.");
  await first.until({ refused: { kind: "too_large", message: "No." } });
  server.write(" Yours.", 2);
  await first.discard();
  first.close();
  expect(browser.kept()).toBe("Hello. Yours.");
  server.world.link = "offline";
  const second = browser.open();
  await second.until({ status: "offline", unsent: 0, refused: null });
  expect(second.text()).toBe("Hello. Yours.");
  second.close();
});

test("the AI is called silent only when nothing was heard of it for its time, and no more when it speaks", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const server = aServer();
  const shared = aBrowser(server).open();
  const { docAiSilenceMs } = times;
  try {
    await shared.until({ status: "live", peers: [], aiSilent: false });
    await vi.advanceTimersByTimeAsync(docAiSilenceMs - 100);
    expect(shared.read().aiSilent).toBe(false);
    server.pointAi();
    await vi.advanceTimersByTimeAsync(docAiSilenceMs - 100);
    expect(shared.read()).toMatchObject({ aiSilent: false, peers: [{ name: "Xin" }] });
    await vi.advanceTimersByTimeAsync(200);
    expect(shared.read()).toMatchObject({ aiSilent: true, peers: [] });
    server.pointAi();
    expect(shared.read()).toMatchObject({ aiSilent: false, peers: [{ name: "Xin" }] });
  } finally {
    shared.close();
    vi.useRealTimers();
  }
});
