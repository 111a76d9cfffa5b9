import { setTimeout as wait } from "node:timers/promises";
import * as Y from "yjs";
import type { DocName, DocPeer, DocUpdated } from "#contract/doc.ts";
import { docLimits, times } from "#contract/names.ts";
import { readDocUpdates } from "#db/reads/docs.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { appendDocUpdates } from "#engine/docs/append-doc-updates.ts";
import { keepDocSnapshot } from "#engine/docs/keep-doc-snapshot.ts";
import { openDoc } from "#engine/docs/open-doc.ts";
import { type CheckedUpdate, checkUpdate, piecesOf } from "./check-update.ts";

/** A shared document in the memory of this node. It has what is committed, and nothing else. */
export type DocRoom = {
  readonly doc: Y.Doc;
  /** The number of the last update it has. */
  readonly seq: number;
  /** Those who have it open, on any node, as far as they were heard. */
  peers(): DocPeer[];
  /** Checks and stores an update. Resolves with its number after the commit; rejects with ActionRefused. */
  append(memberId: string, update: Uint8Array): Promise<number>;
  /** Another node, or this one, has committed. */
  hear(updated: DocUpdated): void;
  point(peer: DocPeer, gone: boolean): void;
  /** Reads from the database what may have been missed. */
  pull(): Promise<void>;
  readonly isBusy: boolean;
};

type Waiting = {
  readonly memberId: string;
  readonly update: Uint8Array;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
};

/** Updates since the last snapshot above which a new one is kept. */
const snapshotEvery = 200;
/** Most updates, and bytes of them, in one transaction. */
const batchUpdates = 64;
const batchBytes = 192 * 1024;
/**
 * A change waits this long for those of others, in milliseconds: they share a transaction, and a frame to everybody.
 * Nobody sees it of a colleague's typing.
 */
const gatherMs = 30;

/** Opens a document on this node: from its snapshot and what came after. */
export const openDocRoom = async (
  deps: ActionDeps,
  tenantId: string,
  name: DocName,
  /** Hears of what was read from the database because nobody had told of it. */
  onPulled: (updated: DocUpdated) => void,
): Promise<DocRoom> => {
  const doc = new Y.Doc();
  const stored = await openDoc(deps, tenantId, name);
  if (stored.snapshot !== null) Y.applyUpdateV2(doc, stored.snapshot);
  let seen = stored.snapshotSeq;
  let snapshotSeq = stored.snapshotSeq;
  let bytes = stored.snapshot?.byteLength ?? 0;
  const queue: Waiting[] = [];
  /** Whose the clients are, as far as it was read. */
  const owners = new Map<number, string>();
  const peers = new Map<string, { readonly peer: DocPeer; readonly atMs: number }>();
  let isFlushing = false;
  let pulling: Promise<void> | null = null;

  const apply = (update: Uint8Array) => {
    bytes += update.byteLength;
    Y.applyUpdate(doc, update);
  };
  for (const { seq, update } of stored.updates) {
    apply(update);
    seen = seq;
  }

  const readNewer = async () => {
    const rows = await deps.db.tenant(tenantId, (tx) => readDocUpdates(tx, name, seen));
    for (const { seq, update } of rows) {
      if (seq <= seen) continue;
      apply(update);
      seen = seq;
      onPulled({ doc: name, from: seq, seq, update: Buffer.from(update).toString("base64") });
    }
  };
  const pull = () => (pulling ??= readNewer().finally(() => (pulling = null)));

  const hear = ({ from, seq, update }: DocUpdated) => {
    if (seq <= seen) return;
    apply(Buffer.from(update, "base64"));
    if (from <= seen + 1) seen = seq;
    else
      pull().catch((error: unknown) => deps.log.warn({ err: error, tenantId }, "a document lags"));
  };

  /** Fresh checks of a batch: each knows of the good ones before it. */
  const checked = (batch: readonly Waiting[]) => {
    const known = new Map<number, number>();
    const isFull = bytes > docLimits.docBytes || piecesOf(doc) > docLimits.docPieces;
    return batch.map(({ update }): CheckedUpdate | ActionRefused => {
      try {
        const good = checkUpdate(doc, update, known);
        if (isFull && !good.deletesOnly) return full();
        for (const [client, end] of good.ends) known.set(client, end);
        return good;
      } catch (error) {
        if (error instanceof ActionRefused) return error;
        throw error;
      }
    });
  };

  const store = async (batch: readonly Waiting[]) => {
    let checks = checked(batch);
    if (checks.some((check) => check instanceof ActionRefused && check.kind === "conflict")) {
      // Another node may have committed what it builds on.
      await pull();
      checks = checked(batch);
    }
    const good = batch.flatMap((waiting, index) => {
      const check = checks[index];
      if (check === undefined) return [];
      if (!(check instanceof ActionRefused)) return [{ ...waiting, clients: check.clients }];
      waiting.reject(check);
      return [];
    });
    if (good.length === 0) return;
    const answers = await appendDocUpdates(deps, tenantId, name, good, owners);
    const fresh: { readonly seq: number; readonly update: Uint8Array }[] = [];
    for (const [index, { update, reject }] of good.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      if ("refused" in answer) reject(answer.refused);
      else fresh.push({ seq: answer.seq, update });
    }
    const [first, last] = [fresh[0], fresh.at(-1)];
    if (first === undefined || last === undefined) return;
    const merged =
      fresh.length === 1 ? first.update : Y.mergeUpdates(fresh.map((one) => one.update));
    const update = Buffer.from(merged).toString("base64");
    const updated = { doc: name, from: first.seq, seq: last.seq, update };
    hear(updated);
    deps.bus.publish({ type: "doc.updated", tenantId, updated });
    for (const [index, { resolve }] of good.entries()) {
      const answer = answers[index];
      if (answer !== undefined && "seq" in answer) resolve(answer.seq);
    }
    await snapshot();
  };

  const snapshot = async () => {
    if (seen - snapshotSeq < snapshotEvery) return;
    const state = Y.encodeStateAsUpdateV2(doc);
    const seq = seen;
    try {
      await keepDocSnapshot(deps, tenantId, name, { seq, snapshot: state });
      snapshotSeq = seq;
      bytes = state.byteLength;
    } catch (error) {
      // What is stored is whole without it.
      deps.log.warn({ err: error, tenantId }, "a document's snapshot was not kept");
    }
  };

  const flush = async () => {
    isFlushing = true;
    while (queue.length > 0) {
      await wait(gatherMs);
      const batch = takeBatch(queue);
      try {
        await store(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isFlushing = false;
  };

  return {
    doc,
    get seq() {
      return seen;
    },
    hear,
    pull,
    peers: () => {
      for (const [id, { peer, atMs }] of peers) {
        const keptMs = peer.ai === true ? times.docAiSilenceMs : times.docPointExpiryMs;
        if (atMs < Date.now() - keptMs) peers.delete(id);
      }
      return [...peers.values()].map(({ peer }) => peer);
    },
    point: (peer, gone) => {
      if (gone) peers.delete(peer.peerId);
      else peers.set(peer.peerId, { peer, atMs: Date.now() });
    },
    append: (memberId, update) =>
      new Promise((resolve, reject) => {
        queue.push({ memberId, update, resolve, reject });
        if (!isFlushing) void flush();
      }),
    get isBusy() {
      return isFlushing;
    },
  };
};

const takeBatch = (queue: Waiting[]): Waiting[] => {
  let size = 0;
  let count = 0;
  for (const { update } of queue) {
    size += update.byteLength;
    if (count > 0 && (count >= batchUpdates || size > batchBytes)) break;
    count += 1;
  }
  return queue.splice(0, count);
};

const full = () =>
  new ActionRefused({
    kind: "too_large",
    message:
      "The document is full: it takes deletions only. Save its text as a version and go on in a new policy.",
  });
