import type { EventBody } from "#contract/conversation-event.ts";
import type { Db, Tx } from "#db/client.ts";
import { longestHistory, readActHistories } from "#db/reads/act-history.ts";
import { readMembers } from "#db/reads/members.ts";
import type { ActScope, AutonomousAct } from "#db/reads/undo-acts-of.ts";
import type { Envelope } from "../actions/envelope.ts";
import { may } from "../tenancy/permissions.ts";
import { type ActResult, planUndo } from "./plan-undo.ts";
import { type UndoWay, undoWays } from "./undo-registry.ts";
import { actsOf, assertScope } from "./undo-scope.ts";

/** An act and what would become of it. */
export type PreviewedAct = AutonomousAct &
  ActResult & { readonly type: EventBody["type"]; readonly way: UndoWay };

/** What an undo would do. Nothing is changed by asking. */
export type UndoPreview = {
  readonly acts: readonly PreviewedAct[];
  readonly undone: number;
  readonly skipped: number;
};

/** Conversations gone through in one transaction. */
const together = 100;

/** Says what an undo of a scope would change, what it could not and why. Refused as the undo would be. */
export const previewUndo = async (
  { db }: { readonly db: Db },
  env: Envelope,
  scope: ActScope,
): Promise<UndoPreview> => {
  assertScope(env, scope);
  const read = <T>(run: (tx: Tx) => Promise<T>) => db.tenant(env.tenantId, run);
  const acts = await read((tx) => actsOf(tx, scope));
  const byConversation = [...Map.groupBy(acts, ({ conversationId }) => conversationId)];
  const previewed: PreviewedAct[] = [];
  for (let from = 0; from < byConversation.length; from += together) {
    const part = byConversation.slice(from, from + together);
    previewed.push(...(await read((tx) => previewActs(tx, new Map(part)))));
  }
  const undone = previewed.filter((act) => act.undone).length;
  return { acts: previewed, undone, skipped: previewed.length - undone };
};

/** What would become of acts of some conversations, if all of them were taken back now. */
export const previewActs = async (
  tx: Tx,
  byConversation: ReadonlyMap<string, readonly AutonomousAct[]>,
): Promise<PreviewedAct[]> => {
  const members = new Set(
    (await readMembers(tx))
      .filter(({ role }) => may(role, "conversations.write"))
      .map(({ id }) => id),
  );
  const histories = await readActHistories(tx, [...byConversation.keys()]);
  return [...byConversation].flatMap(([conversationId, acts]) => {
    const history = histories.get(conversationId) ?? [];
    const readable = history.length < longestHistory ? history : [];
    const seqs = acts.map(({ seq }) => seq);
    const { results } = planUndo(readable, seqs, (id) => members.has(id));
    const resultOf = new Map(results.map((result) => [result.seq, result]));
    return acts.flatMap((act) => {
      const result = resultOf.get(act.seq);
      return result === undefined ? [] : [{ ...act, ...result, way: undoWays[act.type] }];
    });
  });
};
