import type { DocName } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { readDocClients } from "#db/reads/docs.ts";
import { readLiveDraft } from "#db/reads/drafts.ts";
import { insertDocClient, insertUpdatesOf, lockDoc } from "#db/writes/docs.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { rolesWith } from "../tenancy/permissions.ts";
import { docPermissions } from "./doc-permissions.ts";
import { lastOwnClient, noDoc } from "./open-doc.ts";

/** A checked update. `clients` are the Yjs clients whose pieces it has. */
export type NewDocUpdate = {
  readonly memberId: string;
  readonly clients: readonly number[];
  readonly update: Uint8Array;
};

/** What became of an update: its number, or why it was not taken. */
export type DocAppend = { readonly seq: number } | { readonly refused: ActionRefused };

/**
 * Stores updates in one transaction, in their order, and answers for each. Roles are read in it: who lost
 * theirs a moment ago is refused as `forbidden`, and keeps what they wrote on their own screen. Pieces of a
 * Yjs client that is somebody else's are refused as `conflict`, and so is everything to a draft that waits no more.
 * `owners` remembers from call to call whose the document's clients are: what is committed of that never changes.
 */
export const appendDocUpdates = async (
  { db }: Pick<ActionDeps, "db">,
  tenantId: string,
  doc: DocName,
  updates: readonly NewDocUpdate[],
  owners: Map<number, string> = new Map(),
): Promise<DocAppend[]> => {
  const claimed = new Map<number, string>();
  const answers = await db.tenant(tenantId, async (tx): Promise<DocAppend[]> => {
    if (doc.kind === "draft" && !(await holdsDraft(tx, doc))) {
      return updates.map(() => ({ refused: draftEnded() }));
    }
    await readOwners(tx, doc, updates, owners);
    const own = ownOnes(updates, owners, claimed);
    const stored = await insertUpdatesOf(
      tx,
      tenantId,
      doc,
      own.map(({ memberId: authorId, update }) => ({ authorId, update })),
      rolesWith(docPermissions[doc.kind].write),
    );
    if (stored === null && own.length > 0 && !(await lockDoc(tx, doc))) throw noDoc();
    for (const [client, memberId] of claimed) {
      const isTheirs =
        stored?.writers.has(memberId) === true &&
        (await insertDocClient(tx, tenantId, doc, client, memberId));
      if (!isTheirs) claimed.delete(client);
    }
    let seq = (stored?.first ?? 0) - 1;
    return updates.map((update) => {
      if (!own.includes(update)) return { refused: notYours() };
      if (stored?.writers.has(update.memberId) !== true) return { refused: notAllowed() };
      seq += 1;
      return { seq };
    });
  });
  for (const [client, memberId] of claimed) owners.set(client, memberId);
  return answers;
};

/** Reads whose the clients are that are not known yet. */
const readOwners = async (
  tx: Tx,
  doc: DocName,
  updates: readonly NewDocUpdate[],
  owners: Map<number, string>,
): Promise<void> => {
  const clients = new Set(updates.flatMap((update) => update.clients));
  const unknown = [...clients].filter((client) => !owners.has(client));
  if (unknown.length === 0) return;
  for (const [client, owner] of await readDocClients(tx, doc, unknown)) owners.set(client, owner);
};

/**
 * The updates in which everything is their sender's own, up to each sender's first that is not: what comes after
 * may build on it. Clients that nobody has had yet are `claimed` for who is first.
 */
const ownOnes = (
  updates: readonly NewDocUpdate[],
  owners: ReadonlyMap<number, string>,
  claimed: Map<number, string>,
): NewDocUpdate[] => {
  const refused = new Set<string>();
  return updates.filter(({ memberId, clients }) => {
    const isForeign = clients.some((client) => {
      const owner = owners.get(client) ?? claimed.get(client) ?? memberId;
      return client <= lastOwnClient || owner !== memberId;
    });
    if (isForeign) refused.add(memberId);
    if (refused.has(memberId)) return false;
    for (const client of clients) if (!owners.has(client)) claimed.set(client, memberId);
    return true;
  });
};

/**
 * Whether a draft still waits. Its document is locked first: who sends the draft reads the text under the same
 * lock, so a change is in what was sent, or it is refused.
 */
const holdsDraft = async (tx: Tx, doc: DocName): Promise<boolean> =>
  (await lockDoc(tx, doc)) && (await readLiveDraft(tx, doc.id)) !== null;

const notAllowed = () =>
  new ActionRefused({
    kind: "forbidden",
    message:
      "Your role may read this page and no longer change it. What you wrote last is on your screen only: copy it, or ask an admin for the role.",
  });

const draftEnded = () =>
  new ActionRefused({
    kind: "conflict",
    message:
      "This draft waits no more: it was sent, discarded or replaced. What you wrote last is on your screen only.",
  });

const notYours = () =>
  new ActionRefused({
    kind: "conflict",
    message: "These changes carry somebody else's client. Open the document anew.",
  });
