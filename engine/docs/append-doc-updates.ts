import type { DocName } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { readDocClients } from "#db/reads/docs.ts";
import { readMember } from "#db/reads/members.ts";
import { readLiveDraft } from "#db/reads/drafts.ts";
import { insertDocClient, insertDocUpdate, lockDoc, takeDocSeqs } from "#db/writes/docs.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { may } from "../tenancy/permissions.ts";
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
 */
export const appendDocUpdates = async (
  { db }: Pick<ActionDeps, "db">,
  tenantId: string,
  doc: DocName,
  updates: readonly NewDocUpdate[],
): Promise<DocAppend[]> =>
  db.tenant(tenantId, async (tx) => {
    if (doc.kind === "draft" && !(await holdsDraft(tx, doc))) {
      return updates.map(() => ({ refused: draftEnded() }));
    }
    const mayWrite = await writersAmong(tx, doc, new Set(updates.map(({ memberId }) => memberId)));
    const clients = updates.flatMap((update) => update.clients);
    const owners = await readDocClients(tx, doc, [...new Set(clients)]);
    const answers: (ActionRefused | null)[] = [];
    /** What somebody sent after a refused update may build on it. */
    const refusedMembers = new Map<string, ActionRefused>();
    for (const { memberId, clients: own } of updates) {
      const isForeign = own.some(
        (client) => client <= lastOwnClient || (owners.get(client) ?? memberId) !== memberId,
      );
      const refused =
        refusedMembers.get(memberId) ??
        (mayWrite.has(memberId) ? (isForeign ? notYours() : null) : notAllowed());
      answers.push(refused);
      if (refused !== null) {
        refusedMembers.set(memberId, refused);
        continue;
      }
      for (const client of own) {
        if (owners.has(client)) continue;
        owners.set(client, memberId);
        await insertDocClient(tx, tenantId, doc, client, memberId);
      }
    }
    const count = answers.filter((answer) => answer === null).length;
    if (count === 0) return answers.map((refused) => ({ refused: refused ?? noDoc() }));
    const last = await takeDocSeqs(tx, doc, count);
    if (last === null) throw noDoc();
    let seq = last - count;
    const done: DocAppend[] = [];
    for (const [index, { memberId: authorId, update }] of updates.entries()) {
      const refused = answers[index];
      if (refused !== null && refused !== undefined) {
        done.push({ refused });
        continue;
      }
      seq += 1;
      await insertDocUpdate(tx, tenantId, doc, { seq, authorId, update });
      done.push({ seq });
    }
    return done;
  });

/**
 * Whether a draft still waits. Its document is locked first: who sends the draft reads the text under the same
 * lock, so a change is in what was sent, or it is refused.
 */
const holdsDraft = async (tx: Tx, doc: DocName): Promise<boolean> =>
  (await lockDoc(tx, doc)) && (await readLiveDraft(tx, doc.id)) !== null;

const writersAmong = async (
  tx: Tx,
  { kind }: DocName,
  memberIds: ReadonlySet<string>,
): Promise<Set<string>> => {
  const writers = new Set<string>();
  for (const id of memberIds) {
    const member = await readMember(tx, id);
    if (member !== null && may(member.role, docPermissions[kind].write)) writers.add(id);
  }
  return writers;
};

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
