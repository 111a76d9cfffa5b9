import * as Y from "yjs";
import type {
  DocJoin,
  DocJoinAck,
  DocLeave,
  DocName,
  DocPoint,
  DocPointAck,
  DocRead,
  DocReadAck,
  DocUpdate,
  DocUpdateAck,
} from "#contract/doc.ts";
import { docLimits } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { docPermissions } from "#engine/docs/doc-permissions.ts";
import { noDoc } from "#engine/docs/open-doc.ts";
import { assertMay, may } from "#engine/tenancy/permissions.ts";
import type { OperatorContext } from "../inbox/operator-act.ts";
import { rooms } from "../inbox/rooms.ts";
import type { OperatorSocket } from "../inbox/sockets.ts";

/** Most documents one tab may have open. */
const mostOpen = 8;

/** What each socket has open, and the rest of a long answer to its `doc.join`. */
const opened = new WeakMap<OperatorSocket, Map<string, { readonly doc: DocName; state: string }>>();

/** Opens a document for a socket: what it lacks, who else is there, and from now on what changes. */
export const joinDoc = async (
  { gateway, socket }: OperatorContext,
  { doc, vector }: DocJoin,
): Promise<DocJoinAck> => {
  const { tenantId, principal } = socket.data;
  assertMay(principal.role, docPermissions[doc.kind].read);
  const mine = opened.get(socket) ?? new Map<string, { readonly doc: DocName; state: string }>();
  const key = rooms.doc(tenantId, doc);
  if (mine.size >= mostOpen && !mine.has(key)) throw tooMany();
  const room = await gateway.docs.open(tenantId, doc);
  // Joined before the state is taken: what is committed in between comes twice rather than never.
  await socket.join(key);
  if (!socket.connected) throw noDoc();
  const state = Buffer.from(stateSince(room.doc, vector)).toString("base64");
  mine.set(key, { doc, state });
  opened.set(socket, mine);
  return {
    state: state.slice(0, docLimits.stateCharacters),
    length: state.length,
    seq: room.seq,
    vector: Buffer.from(Y.encodeStateVector(room.doc)).toString("base64"),
    mayWrite: may(principal.role, docPermissions[doc.kind].write),
    peerId: socket.id,
    peers: room.peers().filter(({ peerId }) => peerId !== socket.id),
  };
};

/** The rest of a long answer, piece by piece. */
export const readDocState = ({ socket }: OperatorContext, { doc, from }: DocRead): DocReadAck => {
  const mine = openedBy(socket, doc);
  const state = mine.state.slice(Math.max(0, from), Math.max(0, from) + docLimits.stateCharacters);
  if (from + state.length >= mine.state.length) mine.state = "";
  return { state };
};

/** Stores a change. Everybody, the sender too, then hears of it. */
export const updateDoc = async (
  { gateway, socket }: OperatorContext,
  { doc, update }: DocUpdate,
): Promise<DocUpdateAck> => {
  openedBy(socket, doc);
  const { tenantId, principal } = socket.data;
  const room = await gateway.docs.open(tenantId, doc);
  return { seq: await room.append(principal.memberId, Buffer.from(update, "base64")) };
};

/** Tells where the sender stands. */
export const pointInDoc = async (
  { gateway, socket }: OperatorContext,
  { doc, place }: DocPoint,
): Promise<DocPointAck> => {
  openedBy(socket, doc);
  const { tenantId } = socket.data;
  const room = await gateway.docs.open(tenantId, doc);
  gateway.docs.point(tenantId, doc, { ...peerOf(socket), place }, false);
  return { seq: room.seq };
};

/** Closes a document. */
export const leaveDoc = async (
  { gateway, socket }: OperatorContext,
  { doc }: DocLeave,
): Promise<object> => {
  openedBy(socket, doc);
  const { tenantId } = socket.data;
  await socket.leave(rooms.doc(tenantId, doc));
  opened.get(socket)?.delete(rooms.doc(tenantId, doc));
  gateway.docs.point(tenantId, doc, { ...peerOf(socket), place: null }, true);
  return {};
};

/** Closes all that a socket had open: it is gone. */
export const departDocs = ({ gateway, socket }: OperatorContext): void => {
  for (const { doc } of opened.get(socket)?.values() ?? []) {
    gateway.docs.point(socket.data.tenantId, doc, { ...peerOf(socket), place: null }, true);
  }
  opened.delete(socket);
};

const peerOf = ({ id: peerId, data }: OperatorSocket) => ({
  peerId,
  memberId: data.principal.memberId,
  name: data.principal.name,
});

const openedBy = (socket: OperatorSocket, doc: DocName) => {
  const mine = opened.get(socket)?.get(rooms.doc(socket.data.tenantId, doc));
  if (mine === undefined) throw noDoc();
  return mine;
};

/** What a client with this state vector lacks. */
const stateSince = (doc: Y.Doc, vector: string): Uint8Array => {
  if (vector === "") return Y.encodeStateAsUpdate(doc);
  try {
    return Y.encodeStateAsUpdate(doc, Buffer.from(vector, "base64"));
  } catch {
    throw new ActionRefused({ kind: "invalid", message: "vector: is no state vector of Yjs." });
  }
};

const tooMany = () =>
  new ActionRefused({
    kind: "too_large",
    message: `One tab has at most ${mostOpen} documents open. Close one.`,
  });
