import { readActHistories } from "#db/reads/act-history.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { assign } from "#engine/actions/assign.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import { discardDraft } from "#engine/actions/discard-draft.ts";
import { handBack } from "#engine/actions/hand-back.ts";
import { handOver } from "#engine/actions/hand-over.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { proposeDraft } from "#engine/actions/propose-draft.ts";
import { reopen } from "#engine/actions/reopen.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import {
  newId,
  type OpenedConversation,
  type Person,
  type TestWorkspace,
  text,
} from "./test-workspace.ts";

/** What somebody does in a conversation. The AI does each act by a decision of its own. */
export type PlayedAct =
  | { readonly by: "ai"; readonly does: "reply" | "draft" | "hand over" | "close" | "open" }
  | { readonly by: "ai"; readonly does: "assign"; readonly to: number | null }
  | {
      readonly by: "ai";
      readonly does: "tag";
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  | { readonly by: "visitor"; readonly does: "write" }
  | {
      readonly by: "person";
      readonly does: "write" | "take over" | "hand back" | "close" | "open" | "discard";
    }
  | { readonly by: "person"; readonly does: "assign"; readonly to: number | null };

/** A conversation in which acts are played. */
export type Stage = OpenedConversation & {
  readonly workspace: TestWorkspace;
  readonly people: readonly Person[];
};

/** Plays an act through the action everybody uses. Answers the AI's decision; null for others, and where it was refused. */
export const playAct = async (stage: Stage, act: PlayedAct): Promise<string | null> => {
  const { workspace, conversationId, contact, people } = stage;
  const { deps } = workspace;
  const row = await rowOf(stage);
  const at = { conversationId };
  const words = { conversationId, parts: text("Some words"), note: false };
  const person = people[0];
  if (person === undefined) throw new Error("The stage has nobody");
  const memberOf = (index: number | null) => (index === null ? null : (people[index]?.id ?? null));
  if (act.by === "visitor") {
    await postMessage(deps, contact.as(), words);
    return null;
  }
  if (act.by === "person") {
    const env = person.as();
    if (act.does === "write") await postMessage(deps, env, words);
    else if (act.does === "take over") await takeOver(deps, env, at);
    else if (act.does === "hand back") await handBack(deps, env, { ...at, note: null });
    else if (act.does === "close") await resolve(deps, env, at);
    else if (act.does === "open") await reopen(deps, env, at);
    else if ("to" in act) await assign(deps, env, { ...at, memberId: memberOf(act.to) });
    else if (row.draft !== null) {
      await discardDraft(deps, env, { ...at, decisionId: row.draft.decisionId });
    }
    return null;
  }
  const decisionId = await decide(stage);
  const env = { ...workspace.asAi(row.epoch), decisionId };
  try {
    if (act.does === "reply") await postMessage(deps, env, words);
    else if (act.does === "draft") {
      const draft = { text: "A draft", citations: [], confidence: 0.5 };
      await proposeDraft(deps, env, { ...at, decisionId, ...draft });
    } else if (act.does === "hand over") {
      await handOver(deps, env, { ...at, decisionId, reason: "unsure", detail: null });
    } else if (act.does === "close") await resolve(deps, env, at);
    else if (act.does === "tag") {
      await changeTags(deps, env, { ...at, add: act.add, remove: act.remove });
    } else if ("to" in act) await assign(deps, env, { ...at, memberId: memberOf(act.to) });
    else await reopen(deps, env, at);
  } catch (error) {
    // The AI does not hold the conversation now: as in life, it does nothing then.
    if (error instanceof ActionRefused && error.kind === "stale_epoch") return null;
    throw error;
  }
  return decisionId;
};

const decide = async ({ workspace, conversationId }: Stage): Promise<string> => {
  const { tenantId, deps } = workspace;
  const id = newId();
  await deps.db.tenant(
    tenantId,
    (
      tx,
    ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome)
      values (${tenantId}, ${id}, ${conversationId}, 'reply', 2, 1, 'auto', 'sent')`,
  );
  return id;
};

const rowOf = async ({ workspace, conversationId }: Stage) => {
  const { tenantId, deps } = workspace;
  const row = await deps.db.tenant(tenantId, (tx) => readConversationRow(tx, conversationId, null));
  if (row === null) throw new Error("The stage has no conversation");
  return row;
};

/** How a conversation stands, as far as an undo may change it, with the words of the AI that a visitor reads. */
export const standing = async (stage: Stage) => {
  const { status, holder, assignee, draft, waitingReason, tags = [] } = await rowOf(stage);
  const { workspace, conversationId } = stage;
  const { events } = await workspace.deps.db.tenant(workspace.tenantId, (tx) =>
    readEvents(tx, conversationId, { after: 0, limit: 200, audience: "public" }),
  );
  const shown = events.flatMap(({ seq, actor, body }) =>
    body.type === "message.posted" && actor.kind === "ai" && !body.retracted ? [seq] : [],
  );
  return {
    status,
    holder,
    assignee: assignee?.id ?? null,
    draft: draft?.decisionId ?? null,
    waitingReason,
    tags,
    shown,
  };
};

/** The events of the conversation as an undo goes through them. */
export const historyOf = async ({ workspace, conversationId }: Stage) => {
  const { tenantId, deps } = workspace;
  const histories = await deps.db.tenant(tenantId, (tx) => readActHistories(tx, [conversationId]));
  return histories.get(conversationId) ?? [];
};
