import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";
import type { DocJoinAck, DocName, DocUpdated } from "../../realtime/contract/doc.ts";
import { ask } from "../lib/ask.ts";
import { openSocket } from "../lib/open-socket.ts";
import type { Door, Key } from "./servers/door.ts";

/** Somebody who has a document open on a connection of their own: what is written in the replica goes to the server. */
export type CollabEditor = { readonly replica: Y.Doc; close(): void };

/** Where the product's documents are edited. */
export type ProductPage = Pick<Door, "host" | "namespace"> & { readonly doc: DocName };

const remote = Symbol("remote");

/** Opens the product's document with a session. */
export const openProductEditor = async (
  { host, namespace, doc }: ProductPage,
  { auth, headers }: Key,
): Promise<CollabEditor> => {
  const replica = new Y.Doc();
  const socket = await openSocket(`http://${host}${namespace}`, { auth, extraHeaders: headers });
  socket.on("doc.updated", ({ update }: DocUpdated) =>
    Y.applyUpdate(replica, Buffer.from(update, "base64"), remote),
  );
  const { state } = await ask<DocJoinAck>(socket, "doc.join", { doc, vector: "" });
  Y.applyUpdate(replica, Buffer.from(state, "base64"), remote);
  replica.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === remote) return;
    void ask(socket, "doc.update", { doc, update: Buffer.from(update).toString("base64") });
  });
  return { replica, close: () => socket.close() };
};

/** Opens the document of the reference with its own client, without awareness. */
export const openHocuspocusEditor = async (host: string): Promise<CollabEditor> => {
  const replica = new Y.Doc();
  const provider = await new Promise<HocuspocusProvider>((resolve) => {
    const opening: HocuspocusProvider = new HocuspocusProvider({
      url: `ws://${host}`,
      name: "page",
      document: replica,
      awareness: null,
      onSynced: () => resolve(opening),
    });
  });
  return { replica, close: () => provider.destroy() };
};
