import { v7 as uuidv7 } from "uuid";
import type { ActionDeps } from "../actions/action-deps.ts";
import { assign } from "../actions/assign.ts";
import type { Envelope } from "../actions/envelope.ts";
import { handBack } from "../actions/hand-back.ts";
import { markSeen } from "../actions/mark-seen.ts";
import { postMessage } from "../actions/post-message.ts";
import { resolve } from "../actions/resolve.ts";
import { takeOver } from "../actions/take-over.ts";
import { memberEnvelope } from "../tenancy/member-envelope.ts";
import { startVisitorSession } from "../tenancy/visitor-sessions.ts";
import type { Colleague, DemoConversation, DemoStep } from "./demo-workspace.ts";
import type { DemoReply } from "./demo-replies.ts";
import { dateConversation, nameContact } from "./demo-past.ts";

/** Where the conversations of a workspace take place. */
export type Stage = {
  readonly deps: ActionDeps;
  readonly tenantId: string;
  readonly channelId: string;
  /** Member id and name of each colleague who is a member here. */
  readonly members: ReadonlyMap<Colleague, { readonly id: string; readonly name: string }>;
  readonly reply: DemoReply;
  readonly nowMs: number;
};

/** Plays a conversation through the actions everybody uses, at the times of its story. */
export const playConversation = async (stage: Stage, story: DemoConversation): Promise<void> => {
  const { tenantId, channelId } = stage;
  const { locale, name, email } = story.visitor;
  const session = { token: null, locale };
  const { contactId } = await stage.deps.db.tenant(tenantId, (tx) =>
    startVisitorSession(tx, { tenantId, channelId }, session),
  );
  await nameContact(stage.deps.db, tenantId, contactId, { name, email });

  const conversationId = uuidv7();
  let timeMs = stage.nowMs - story.startedMinutesAgo * 60_000;
  const deps: ActionDeps = { ...stage.deps, clock: () => new Date(timeMs) };
  const scene: Scene = { stage, deps, story, conversationId, contactId };
  for (const step of story.steps) {
    timeMs += step.afterS * 1000;
    await play(scene, step);
  }
  await readByOwner(scene);
  await dateConversation(stage.deps.db, tenantId, conversationId);
};

type Scene = {
  readonly stage: Stage;
  readonly deps: ActionDeps;
  readonly story: DemoConversation;
  readonly conversationId: string;
  readonly contactId: string;
};

const play = async (scene: Scene, step: DemoStep): Promise<void> => {
  const { deps, conversationId, stage, story } = scene;
  const post = (envelope: Envelope, text: string, note: boolean) =>
    postMessage(deps, envelope, {
      conversationId,
      parts: [{ type: "text", text }],
      note,
      channelId: stage.channelId,
      page: story.page,
      locale: story.visitor.locale,
    });

  if ("visitor" in step) {
    await post(visitor(scene), step.visitor, false);
    return;
  }
  if ("ai" in step) {
    const seq = await stage.reply(deps, stage.tenantId, conversationId);
    await markSeen(deps, visitor(scene), { conversationId, seq });
    return;
  }
  const envelope = colleague(stage, step.by);
  if ("says" in step) await post(envelope, step.says, false);
  else if ("notes" in step) await post(envelope, step.notes, true);
  else await act(scene, envelope, step.does);
  const seen = { conversationId, seq: Number.MAX_SAFE_INTEGER };
  await markSeen(deps, envelope, seen);
  if ("says" in step) await markSeen(deps, visitor(scene), seen);
};

/** What a colleague looks after, the owner has read: the inbox shows what wants attention. */
const readByOwner = async ({ deps, stage, story, conversationId }: Scene) => {
  const people = story.steps.flatMap((step) => ("by" in step ? [step.by] : []));
  if (people.length === 0 || people.includes("you")) return;
  const seen = { conversationId, seq: Number.MAX_SAFE_INTEGER };
  await markSeen(deps, colleague(stage, "you"), seen);
};

const act = ({ deps, conversationId }: Scene, envelope: Envelope, does: Deed) => {
  switch (does) {
    case "takes over":
      return takeOver(deps, envelope, { conversationId });
    case "hands back":
      return handBack(deps, envelope, { conversationId, note: null });
    case "resolves":
      return resolve(deps, envelope, { conversationId });
    case "assigns to self":
      return assign(deps, envelope, { conversationId, memberId: envelope.actor.id });
  }
};

type Deed = Extract<DemoStep, { does: unknown }>["does"];

const visitor = ({ stage, contactId, story }: Scene): Envelope => ({
  tenantId: stage.tenantId,
  actor: { kind: "visitor", id: contactId, name: story.visitor.name },
  decisionId: null,
  depth: 0,
  idempotencyKey: uuidv7(),
  dryRun: false,
  traceparent: null,
});

const colleague = ({ tenantId, members }: Stage, who: Colleague): Envelope => {
  const member = members.get(who);
  if (member === undefined) throw new Error(`${who} is no member of this demo workspace`);
  return memberEnvelope({ tenantId, memberId: member.id, name: member.name, role: "operator" });
};
