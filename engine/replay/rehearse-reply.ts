import { Cause, Effect, Exit } from "effect";
import { concludeReply, isWrittenInPublic } from "../reply/conclude-reply.ts";
import { findPassages, type Found, type JoinedPassage } from "../reply/find-passages.ts";
import type { AnswerBasis } from "../reply/reply-material.ts";
import type { ModelsInUse } from "../reply/reply-models.ts";
import type { ReplyPlan } from "../reply/reply-plan.ts";
import { handOverPlan, ruledReply } from "../reply/ruled-reply.ts";
import { planInMode, withoutShadow } from "../reply/shadow-plan.ts";
import {
  type MissingCall,
  type RecordedAnswer,
  type RecordedCall,
  recordedTools,
} from "./recorded-tools.ts";
import { growingFound } from "../reply/growing-found.ts";
import { searchAgain } from "../reply/search-again.ts";
import { searchRecording } from "./search-recording.ts";
import { canLookUp } from "../tools/granted-tools.ts";
import type { LookUpRecord } from "../tools/tool.ts";
import type { ToolMock } from "../policy/policy.ts";
import { joinRecord } from "../reply/look-up-record.ts";
import { mockedTools } from "./mocked-tools.ts";
import { recordRecording } from "./record-recording.ts";
import { makeToolRun } from "../tools/tool-run.ts";
import { silentTypist, type Typist } from "../reply/typist.ts";
import { emptyDraft, writeAnswer, type WritingEnd } from "../reply/write-answer.ts";

/** What the AI would do about a question, and what that took. */
export type Rehearsal = {
  readonly plan: ReplyPlan;
  /** What was searched for and found; null where a rule decided without a search, or the search failed. */
  readonly found: Found | null;
  /** Calls of tools that were not in the recording it was given, and so had no answer. */
  readonly missingCalls: readonly MissingCall[];
  /** In US dollars. */
  readonly costUsd: number;
  readonly ms: number;
};

/**
 * Answers a question as the reply path would, by the same rules, search, model, guards and conclusion, and
 * does nothing with the answer: nothing is written, shown, sent or looked up outside. Only the models it is
 * given are called, and the purse that comes with them pays. `known` spares the search, `recording` answers calls of tools, of searches with the `passages` of then; `mocks` come before either; a typist is told what a
 * visitor would read while it is written. It never fails: what goes wrong is part of the plan, as it would be
 * for a visitor.
 */
export const rehearseReply = Effect.fn("replay.rehearse")(function* (
  given: AnswerBasis,
  models: ModelsInUse,
  {
    known = null,
    passages = [],
    reader = silentTypist,
    recording = null,
    mocks = [],
  }: {
    readonly known?: Found | null;
    readonly passages?: readonly JoinedPassage[];
    readonly reader?: Typist;
    readonly recording?: readonly RecordedCall[] | null;
    readonly mocks?: readonly ToolMock[];
  } = {},
) {
  const basis = withoutShadow(given);
  const tools = recording === null ? null : recordedTools(recording);
  const startedAt = performance.now();
  const settle = (plan: ReplyPlan, found: Found | null): Rehearsal => ({
    plan: planInMode(given, plan),
    found,
    missingCalls: tools?.missing ?? [],
    costUsd: plan.attempts.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    ms: Math.round(performance.now() - startedAt),
  });
  const { policy } = basis;
  const ruled = ruledReply(basis);
  if (ruled !== null) return settle(ruled, null);
  if (policy === null) return settle(handOverPlan(basis, "off", null), null);

  const search = yield* Effect.exit(known === null ? findPassages(basis) : Effect.succeed(known));
  if (Exit.isFailure(search)) {
    if (Cause.hasInterrupts(search.cause)) return yield* Effect.interrupt;
    return settle(handOverPlan(basis, "failed", "search_failed"), null);
  }
  const growing = growingFound(search.value);
  const { found } = growing;
  const grant = policy.settings.tools;
  const mocked = mockedTools(mocks);
  const recall = (name: string, input: unknown) =>
    mocked.says(name) ?? (tools === null ? null : said(tools.call(name, input)));
  const again =
    tools === null || known === null
      ? yield* searchAgain(basis, growing)
      : searchRecording(tools, passages, growing);
  const unmocked: LookUpRecord =
    tools === null
      ? () => Promise.resolve({ rehearsed: "Nothing is looked up in a rehearsal." })
      : recordRecording(tools, passages, growing);
  const { locale } = basis;
  const record: LookUpRecord = (kind, number) => {
    const text = mocked.says(`read_${kind}`)?.replaceAll(/[;；]\s*/g, "\n");
    if (text === undefined) return unmocked(kind, number);
    return Promise.resolve(joinRecord(growing.join, { kind, number: number.trim(), text, locale }));
  };
  const draft = emptyDraft(
    makeToolRun(grant, { world: null, lookUps: { search: again, record }, recall }),
  );
  const writingAt = performance.now();
  const typist = isWrittenInPublic(given, found) ? reader : silentTypist;
  const end: WritingEnd =
    found.passages.length === 0 && !canLookUp(grant)
      ? { kind: "gave-up" }
      : yield* writeAnswer({ ...basis, policy }, found, { draft, typist, paceMs: 0, ...models });
  const modelMs = performance.now() - writingAt;
  return settle(concludeReply({ ...basis, policy }, found, draft, end, modelMs), found);
});

const said = (answer: RecordedAnswer): string => {
  if (answer.kind === "not-recorded") return "Nothing is known of this.";
  return typeof answer.output === "string" ? answer.output : JSON.stringify(answer.output);
};
