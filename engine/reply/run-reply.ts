import { Cause, Deferred, Effect, Exit } from "effect";
import type { Tx } from "#db/client.ts";
import type { ReplyTask } from "#db/writes/reply-tasks.ts";
import { carryOut, endOf } from "./carry-out.ts";
import { concludeReply, isWrittenInPublic, supersededPlan } from "./conclude-reply.ts";
import { findPassages, type Found } from "./find-passages.ts";
import { readReplyMaterial, type ReplyMaterial } from "./reply-material.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import type { ReplyDeps } from "./reply-settings.ts";
import { endLeftDraft } from "./end-left-draft.ts";
import { makeDraftWriter } from "./draft-writer.ts";
import { growingFound } from "./growing-found.ts";
import { isEmailLine } from "./reply-lines.ts";
import { visitorAddresses } from "./visitor-addresses.ts";
import { searchAgain } from "./search-again.ts";
import { handOverPlan, modeOf, ruledReply } from "./ruled-reply.ts";
import { planInMode, withoutShadow } from "./shadow-plan.ts";
import { makeTypist, silentTypist, type Typist } from "./typist.ts";
import { type Draft, emptyDraft, writeAnswer, type WritingEnd } from "./write-answer.ts";
import { isEmail } from "../actions/is-email.ts";
import type { Identity } from "../identity/open-identity.ts";
import type { ToolWorld } from "../tools/tool.ts";
import { verifyIdentity } from "../tools/verify-identity.ts";
import { readToolWorld } from "../tools/read-tool-world.ts";
import { canLookUp } from "../tools/granted-tools.ts";
import { lookUpRecord } from "./look-up-record.ts";
import { makeToolRun } from "../tools/tool-run.ts";
import type { Policy } from "../policy/policy.ts";

/** Why a reply must end: custody changed, somebody stopped it, the visitor wrote more, or another mode may hold. */
export type StopReason = "superseded" | "stopped" | "newer" | "mode";

/** One reply under way. `stop` ends it. */
export type ReplyRun = {
  readonly stop: Deferred.Deferred<StopReason>;
  /** The epoch it works under; 0 before it is known. */
  epoch: number;
  /** The decision it will be; empty before it is known. */
  decisionId: string;
  /** The decision whose draft it writes anew; null for an answer of the AI's own. */
  revises: string | null;
  /** The newest epoch anybody spoke of since it began. */
  latestEpoch: number;
  /** Whether words of it stand where they are not taken back: with the visitor, or in a draft that people edit. */
  hasShown(): boolean;
};

/**
 * Answers one message: policy, search, model, guards, confidence, and then one effect. `done` when the
 * message is dealt with (or there was nothing to do), `again` when the visitor wrote more before a word
 * was shown, `afresh` when the AI may do something else by now. Rejects when the database is away.
 */
export const runReply = Effect.fn("reply.run")(function* (
  deps: ReplyDeps,
  task: ReplyTask,
  run: ReplyRun,
  paceMs: number,
) {
  const startedAt = performance.now();
  const material = yield* Effect.promise(() =>
    deps.db.tenant(task.tenantId, (tx) => readReplyMaterial(tx, task)),
  );
  if (material === null) {
    yield* Effect.promise(() => endLeftDraft(deps, task));
    return { end: "done", outcome: null } as const;
  }
  if (run.latestEpoch > material.epoch) return { end: "again", outcome: null } as const;
  run.epoch = material.epoch;

  run.decisionId = material.decisionId;
  run.revises = material.revision?.of ?? null;
  // Somebody asked for words, and reads them before anybody else does.
  const isAsked = material.revision != null || material.carried != null;
  const ruled = isAsked ? null : ruledReply(withoutShadow(material));
  const { policy } = material;
  if (ruled !== null || policy === null) {
    const plan = ruled ?? handOverPlan(material, "off", null);
    return endWith(yield* carryOut(deps, material, planInMode(material, plan), startedAt));
  }
  const plan = yield* answer(deps, { ...material, policy }, run, paceMs, startedAt);
  return plan === "again" ? ({ end: "again", outcome: null } as const) : endWith(plan);
});

const endWith = (plan: ReplyPlan | null) =>
  plan === null
    ? ({ end: "afresh", outcome: null } as const)
    : ({ end: "done", outcome: plan.outcome } as const);

type Answerable = ReplyMaterial & { readonly policy: Policy };

const answer = Effect.fnUntraced(function* (
  deps: ReplyDeps,
  material: Answerable,
  run: ReplyRun,
  paceMs: number,
  startedAt: number,
) {
  const search = yield* Effect.exit(findPassages(material));
  if (Exit.isFailure(search)) {
    const error = Cause.squash(search.cause);
    deps.log.warn({ err: error, tenantId: material.tenantId }, "searching for a reply failed");
    const plan = planInMode(material, handOverPlan(material, "failed", "search_failed"));
    return yield* carryOut(deps, material, plan, startedAt);
  }
  const found = search.value;
  const isPublic = isWrittenInPublic(material, found);
  const { tenantId, decisionId, epoch, row } = material;
  const audience = isPublic ? "public" : "team";
  const shown = { tenantId, conversationId: row.id, decisionId, epoch, audience } as const;
  const draft = isWrittenInDraft(material) ? makeDraftWriter(deps, material) : null;
  const typist = modeOf(material) === "shadow" ? silentTypist : makeTypist(deps.bus, shown, draft);
  run.hasShown = () => typist.hasShown && (isPublic || draft !== null);
  // Nobody reads along where the answer goes to the team as a whole.
  const pace = isPublic ? paceMs : Math.min(paceMs, 10);
  let ended: ReplyPlan | null = null;
  return yield* Effect.gen(function* () {
    const plan = yield* write(deps, material, found, typist, run, pace);
    if (plan === "again" || plan === null) return plan;
    ended = yield* carryOut(deps, material, planInMode(material, plan), startedAt);
    return ended;
  }).pipe(
    Effect.ensuring(Effect.sync(() => typist.end(ended === null ? "stopped" : endOf(ended)))),
  );
});

/**
 * Whether the answer is written into its shared draft from the first word on. A draft that waits stays until a whole
 * one takes its place, and so does one that is written anew.
 */
const isWrittenInDraft = (material: ReplyMaterial): boolean => {
  const waits = material.row.draft?.decisionId ?? material.decisionId;
  return modeOf(material) === "draft" && material.revision == null && waits === material.decisionId;
};

const addressState = (material: ReplyMaterial): ToolWorld["address"] => {
  if (visitorAddresses(material).length > 0) return "known";
  const last = material.history.findLast(({ role }) => role === "assistant")?.content ?? "";
  return isEmailLine(last) ? "asked" : "unknown";
};

/** Of the address that the visitor wrote or left last. */
const identityState = async (
  tx: Tx,
  identity: Identity,
  material: ReplyMaterial,
): Promise<ToolWorld["identity"]> => {
  const { contact } = material.row;
  const email = visitorAddresses(material).at(-1);
  if (email === undefined || !isEmail(email)) return { state: "no-address" };
  if (contact.verified?.email === email) return { state: "proven" };
  const againAt = await identity.nextSendAt(tx, contact.id, email);
  return againAt === null ? { state: "unproven", email } : { state: "limited" };
};

/** Writes until the answer is there and shown, or until it is stopped; null and `again` to begin anew. */
const write = Effect.fnUntraced(function* (
  { db, models, crm, identity }: ReplyDeps,
  material: Answerable,
  first: Found,
  typist: Typist,
  run: ReplyRun,
  paceMs: number,
) {
  const granted = material.policy.settings.tools;
  const needsProof = granted.includes(verifyIdentity.name);
  const { grant, world } =
    granted.length === 0
      ? { grant: granted, world: null }
      : yield* Effect.promise(() =>
          db.tenant(material.tenantId, async (tx) => {
            const about = {
              address: addressState(material),
              identity: await identityState(tx, identity, material),
            };
            // A draft that says a code was sent would be untrue, and without mail none is.
            const mayProve =
              needsProof && modeOf(material) === "auto" && (await identity.isSetUp(tx));
            return {
              grant: granted.filter((name) => name !== verifyIdentity.name || mayProve),
              world: await readToolWorld(tx, material.row, about),
            };
          }),
        );
  const growing = growingFound(first);
  const { found } = growing;
  const search = yield* searchAgain(material, growing);
  const lookUps = { search, record: lookUpRecord(crm, material, growing, needsProof) };
  const draft: Draft = emptyDraft(makeToolRun(grant, { world, lookUps, recall: null }));
  const writingAt = performance.now();
  const writing = Effect.gen(function* () {
    const end: WritingEnd =
      found.passages.length === 0 && !canLookUp(grant)
        ? { kind: "gave-up" }
        : yield* writeAnswer(material, found, {
            draft,
            typist,
            paceMs,
            ...models.ofReply(material),
          });
    const modelMs = performance.now() - writingAt;
    yield* Effect.promise(() => typist.done());
    return concludeReply(withoutShadow(material), found, draft, end, modelMs);
  });
  const stopped = Deferred.await(run.stop).pipe(
    Effect.map((why): ReplyPlan | "again" | null => {
      if (why === "mode") return null;
      if (why === "newer" || (why === "superseded" && draft.written === "")) return "again";
      return supersededPlan(material, found, draft, why, performance.now() - writingAt);
    }),
  );
  return yield* Effect.raceFirst(writing, stopped);
});
