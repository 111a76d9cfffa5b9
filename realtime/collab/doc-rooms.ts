import type { DocName, DocPeer, DocVersioned } from "#contract/doc.ts";
import { readNewestVersion } from "#db/reads/policies.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { roomSize, rooms as roomNames } from "../inbox/rooms.ts";
import type { OperatorNamespace } from "../inbox/sockets.ts";
import { type DocRoom, openDocRoom } from "./doc-room.ts";

/** The shared documents that are open on this node. */
export type DocRooms = {
  open(tenantId: string, doc: DocName): Promise<DocRoom>;
  /** Tells everybody, here and elsewhere, where somebody stands. */
  point(tenantId: string, doc: DocName, peer: DocPeer, gone: boolean): void;
  close(): void;
};

/** A document that nobody has open leaves the memory after this long. */
const lingerMs = 10_000;
/** How often the database is asked what a command, which has no bus, has done to the documents that are open. */
const lookAgainMs = 5_000;

/** Makes the registry: it hears the bus, tells the sockets, and forgets what nobody has open. */
export const makeDocRooms = (deps: ActionDeps, operators: OperatorNamespace): DocRooms => {
  const open = new Map<
    string,
    { readonly tenantId: string; readonly doc: DocName; readonly room: Promise<DocRoom> }
  >();
  /** The newest version of each page that is open, as far as it was told. */
  const versions = new Map<string, number>();

  const whenOpen = (key: string, use: (room: DocRoom) => unknown) => {
    open.get(key)?.room.then(use, () => {});
  };
  const tellVersion = (tenantId: string, versioned: DocVersioned) => {
    const key = roomNames.doc(tenantId, versioned.doc);
    if ((versions.get(key) ?? 0) >= versioned.version) return;
    if (open.has(key)) versions.set(key, versioned.version);
    operators.to(key).emit("doc.versioned", versioned);
  };
  const hear = (message: BusMessage) => {
    if (message.type === "doc.updated") {
      const { tenantId, updated } = message;
      const key = roomNames.doc(tenantId, updated.doc);
      whenOpen(key, (room) => room.hear(updated));
      operators.to(key).emit("doc.updated", updated);
    } else if (message.type === "doc.pointed") {
      const { tenantId, pointed } = message;
      const key = roomNames.doc(tenantId, pointed.doc);
      whenOpen(key, (room) => room.point(pointed.peer, pointed.gone));
      operators.to(key).emit("doc.pointed", pointed);
    } else if (message.type === "doc.discussed") {
      const { tenantId, discussed } = message;
      operators.to(roomNames.doc(tenantId, discussed.doc)).emit("doc.discussed", discussed);
    } else if (message.type === "doc.versioned") {
      tellVersion(message.tenantId, message.versioned);
    }
  };
  const pullAll = () => {
    for (const key of open.keys()) {
      whenOpen(key, (room) =>
        room.pull().catch((error: unknown) => deps.log.warn({ err: error }, "a document lags")),
      );
    }
  };
  const ends = [deps.bus.subscribe(hear), deps.bus.onResync(pullAll)];
  /** What a command has saved: it changes the database and tells nobody. */
  const lookAgain = async (tenantId: string, doc: DocName, room: DocRoom) => {
    await room.pull();
    if (doc.kind !== "policy") return;
    const version = await deps.db.tenant(tenantId, (tx) => readNewestVersion(tx, doc.id));
    if (version === null) return;
    const key = roomNames.doc(tenantId, doc);
    // The first look is at what those who come find anyway.
    if (versions.has(key)) tellVersion(tenantId, { doc, version });
    else versions.set(key, version);
  };
  const look = setInterval(() => {
    for (const [key, { tenantId, doc }] of open) {
      if (roomSize(operators, key) === 0) continue;
      whenOpen(key, (room) =>
        lookAgain(tenantId, doc, room).catch((error: unknown) =>
          deps.log.warn({ err: error, tenantId }, "a document lags"),
        ),
      );
    }
  }, lookAgainMs).unref();
  const sweep = setInterval(() => {
    for (const key of open.keys()) {
      if (roomSize(operators, key) > 0) continue;
      whenOpen(key, (room) => {
        if (room.isBusy || roomSize(operators, key) > 0) return;
        open.delete(key);
        versions.delete(key);
      });
    }
  }, lingerMs).unref();

  return {
    open: (tenantId, doc) => {
      const key = roomNames.doc(tenantId, doc);
      const found = open.get(key);
      if (found !== undefined) return found.room;
      const opening = openDocRoom(deps, tenantId, doc, (updated) => {
        operators.to(key).emit("doc.updated", updated);
      });
      open.set(key, { tenantId, doc, room: opening });
      opening.then(
        // Committed elsewhere between the reading and now.
        (room) => lookAgain(tenantId, doc, room).catch(() => {}),
        () => open.delete(key),
      );
      return opening;
    },
    point: (tenantId, doc, peer, gone) =>
      deps.bus.publish({ type: "doc.pointed", tenantId, pointed: { doc, peer, gone } }),
    close: () => {
      clearInterval(sweep);
      clearInterval(look);
      for (const end of ends) end();
      open.clear();
    },
  };
};
