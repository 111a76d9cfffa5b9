import type { DocName, DocPeer } from "#contract/doc.ts";
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

/** Makes the registry: it hears the bus, tells the sockets, and forgets what nobody has open. */
export const makeDocRooms = (deps: ActionDeps, operators: OperatorNamespace): DocRooms => {
  const open = new Map<string, Promise<DocRoom>>();

  const whenOpen = (key: string, use: (room: DocRoom) => unknown) => {
    open.get(key)?.then(use, () => {});
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
  const sweep = setInterval(() => {
    for (const key of open.keys()) {
      if (roomSize(operators, key) > 0) continue;
      whenOpen(key, (room) => {
        if (!room.isBusy && roomSize(operators, key) === 0) open.delete(key);
      });
    }
  }, lingerMs).unref();

  return {
    open: (tenantId, doc) => {
      const key = roomNames.doc(tenantId, doc);
      const found = open.get(key);
      if (found !== undefined) return found;
      const opening = openDocRoom(deps, tenantId, doc, (updated) => {
        operators.to(key).emit("doc.updated", updated);
      });
      open.set(key, opening);
      opening.then(
        // Committed elsewhere between the reading and now.
        (room) => room.pull().catch(() => {}),
        () => open.delete(key),
      );
      return opening;
    },
    point: (tenantId, doc, peer, gone) =>
      deps.bus.publish({ type: "doc.pointed", tenantId, pointed: { doc, peer, gone } }),
    close: () => {
      clearInterval(sweep);
      for (const end of ends) end();
      open.clear();
    },
  };
};
