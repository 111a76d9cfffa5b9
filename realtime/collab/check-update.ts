import * as Y from "yjs";
import { docLimits } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { docText } from "#engine/docs/doc-text.ts";

/** What a good update has. */
export type CheckedUpdate = {
  /** Clients whose pieces it has. */
  readonly clients: readonly number[];
  /** It only deletes. */
  readonly deletesOnly: boolean;
  /** For each client, the clock its pieces end at. */
  readonly ends: ReadonlyMap<number, number>;
};

/** Steps Yjs may take to find the places of an update's pieces; some 15 ms at most. */
const mostSteps = 150_000;
/** No honest client counts further: it would have typed for years. */
const mostClock = 2 ** 31;

/**
 * Reads an update without touching the document, and refuses what Yjs would take and choke on: pieces that
 * wait for others, counts that lie, places that take long to find, and all that is no text. `known` has the
 * clocks that earlier updates, checked and not applied yet, will reach.
 */
export const checkUpdate = (
  doc: Y.Doc,
  update: Uint8Array,
  known: ReadonlyMap<number, number> = new Map(),
): CheckedUpdate => {
  if (update.byteLength > docLimits.updateBytes) throw tooLarge();
  const { structs, ds } = decoded(update);
  if (structs.length > docLimits.updatePieces) throw tooLarge();
  const ends = new Map<number, number>();
  const clockOf = (client: number): number =>
    ends.get(client) ?? known.get(client) ?? Y.getState(doc.store, client);
  const search = new Search(doc);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    if (struct instanceof Y.Skip || struct.length < 1 || !(end < mostClock)) throw malformed();
    if (clock > clockOf(client)) throw waits();
    if (struct instanceof Y.Item) {
      assertText(struct);
      for (const id of [struct.origin, struct.rightOrigin, struct.parent]) {
        if (id instanceof Y.ID && id.clock >= clockOf(id.client)) throw waits();
      }
      search.count(struct);
    }
    ends.set(client, Math.max(end, clockOf(client)));
  }
  assertRanges(ds.clients, clockOf);
  return { clients: [...ends.keys()], deletesOnly: ends.size === 0, ends };
};

/** Reading fails before anything is applied. */
const decoded = (update: Uint8Array): ReturnType<typeof Y.decodeUpdate> => {
  try {
    return Y.decodeUpdate(update);
  } catch {
    throw malformed();
  }
};

/** Every piece is of the one text, and says something or said it. */
const assertText = ({ parent, parentSub, content }: Y.Item) => {
  if (typeof parent === "string" && parent !== docText) throw malformed();
  const isText = content instanceof Y.ContentString || content instanceof Y.ContentDeleted;
  if (parentSub !== null || !isText || parent instanceof Y.ID) throw malformed();
};

/** Ranges in order that do not overlap: Yjs then visits no piece twice. */
const assertRanges = (
  clients: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>,
  clockOf: (client: number) => number,
) => {
  let count = 0;
  for (const [client, ranges] of clients) {
    let at = 0;
    for (const { clock, len } of ranges) {
      count += 1;
      if (count > docLimits.updatePieces) throw tooLarge();
      if (clock < at || len < 1) throw malformed();
      at = clock + len;
    }
    if (at > clockOf(client)) throw waits();
  }
};

/** Counts the steps that finding a piece's place among what was written at once with it may take. */
class Search {
  readonly #doc: Y.Doc;
  readonly #pieces: number;
  #steps = 0;
  #previous: Y.Item | null = null;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#pieces = piecesOf(doc);
  }

  count(item: Y.Item): void {
    this.#steps += this.#isNext(item) ? 1 : this.#stepsFor(item);
    this.#previous = item;
    if (this.#steps > mostSteps) throw tooLarge();
  }

  /** What follows its own predecessor needs no search. */
  #isNext({ origin, rightOrigin }: Y.Item): boolean {
    const before = this.#previous;
    if (before === null || origin === null) return false;
    const follows =
      origin.client === before.id.client && origin.clock === before.id.clock + before.length - 1;
    return follows && Y.compareIDs(rightOrigin, before.rightOrigin);
  }

  #stepsFor({ origin, rightOrigin }: Y.Item): number {
    const { store, share } = this.#doc;
    const isHere = (id: Y.ID | null) => id === null || id.clock < Y.getState(store, id.client);
    // Among pieces of the same update: at worst everything there is lies between.
    if (!isHere(origin) || !isHere(rightOrigin)) return this.#pieces + docLimits.updatePieces;
    const left = origin === null ? null : Y.getItem(store, origin);
    const right = rightOrigin === null ? null : Y.getItem(store, rightOrigin);
    // Between two characters of one piece nothing was written at once.
    if (left !== null && left === right) return 1;
    let at: Y.Item | null =
      left === null ? firstPiece(share.get(docText)) : left instanceof Y.Item ? left.right : null;
    let steps = 1;
    while (at !== null && at !== right && this.#steps + steps <= mostSteps) {
      steps += 1;
      at = at.right;
    }
    return steps;
  }
}

/** The first piece of a text whose type the server never makes; Yjs has no name for it. */
const firstPiece = (root: object | undefined): Y.Item | null => {
  const start: unknown = root === undefined ? null : Reflect.get(root, "_start");
  return start instanceof Y.Item ? start : null;
};

/** How many pieces a document has. */
export const piecesOf = (doc: Y.Doc): number => {
  let count = 0;
  for (const structs of doc.store.clients.values()) count += structs.length;
  return count;
};

const malformed = () =>
  new ActionRefused({ kind: "invalid", message: "update: is no change of this document." });
const tooLarge = () =>
  new ActionRefused({
    kind: "too_large",
    message: "The change is too large at once. Send it as several smaller ones.",
  });
/** What it builds on has not come yet, here or anywhere. */
export const waits = () =>
  new ActionRefused({
    kind: "conflict",
    message: "The change builds on others that are missing here. Join the document anew.",
  });
