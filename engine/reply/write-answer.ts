import { Cause, Effect, Exit, Stream } from "effect";
import { makeAnswerGate } from "./answer-gate.ts";
import type { Found } from "./find-passages.ts";
import { type Judgement, makeJudge } from "./judge-answer.ts";
import type { ModelFailure } from "./model-failure.ts";
import type { Attempt } from "./model-gateway.ts";
import { type Piece, ReplyAgent } from "./reply-agent.ts";
import type { AnswerBasis } from "./reply-material.ts";
import { buildPrompt } from "./reply-prompt.ts";
import type { Policy } from "../policy/policy.ts";
import { openingMsOf } from "./provider.ts";
import type { ModelsInUse } from "./reply-models.ts";
import { asksForEmail } from "../tools/ask-for-email.ts";
import { asksForProof } from "../tools/verify-identity.ts";
import { makeToolRun, type ToolRun } from "../tools/tool-run.ts";
import type { Typist } from "./typist.ts";

/** What a model wrote, before anything is decided. Kept up to date while it writes. */
export type Draft = {
  /** As the model wrote it. */
  written: string;
  provider: string | null;
  model: string | null;
  tokensIn: number;
  tokensOut: number;
  firstTokenMs: number | null;
  readonly attempts: Attempt[];
  /** What the model may call, and what it called. */
  readonly tools: ToolRun;
};

/** A draft with nothing in it yet. */
export const emptyDraft = (tools: ToolRun = makeToolRun([])): Draft => ({
  tools,
  written: "",
  provider: null,
  model: null,
  tokensIn: 0,
  tokensOut: 0,
  firstTokenMs: null,
  attempts: [],
});

/** How writing ended: with an answer, with the model giving up, or with no model that could. */
export type WritingEnd =
  | { readonly kind: "answer"; readonly judgement: Judgement }
  | { readonly kind: "gave-up" }
  /** A tool asks the visitor for something instead. */
  | { readonly kind: "asked" }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

/**
 * Has an answer written and shown sentence by sentence, as far as each passed the guards. When a model
 * fails in the middle, what it wrote is dropped and the next one begins anew: no answer is ever made of
 * two. `draft` is filled while it goes on, so that an answer that is interrupted is not lost.
 */
export const writeAnswer = Effect.fn("reply.writeAnswer")(function* (
  material: AnswerBasis & { readonly policy: Policy },
  found: Found,
  {
    draft,
    typist,
    paceMs,
    providers,
    purse,
  }: {
    readonly draft: Draft;
    readonly typist: Typist;
    readonly paceMs: number;
  } & ModelsInUse,
) {
  const agent = yield* ReplyAgent;
  const prompt = buildPrompt(material, found);
  const { policy, locale } = material;
  const judge = makeJudge({
    policy,
    locale,
    passages: found.passages,
    question: found.question,
    visitorWords: material.history
      .filter(({ role }) => role === "user")
      .map(({ content }) => content)
      .join("\n"),
    instructions: prompt.instructions,
    canary: prompt.canary,
  });
  const skip = new Set<string>();
  const startedAt = performance.now();
  const openBy = startedAt + openingMsOf(providers);
  for (;;) {
    const gate = makeAnswerGate(judge);
    draft.written = "";
    let gaveUp = false;
    const take = (piece: Piece) => {
      if (piece.type === "gave-up") gaveUp = true;
      if (piece.type === "text") {
        draft.firstTokenMs ??= Math.round(performance.now() - startedAt);
        draft.provider = piece.provider;
        const shown = gate.add(piece.text);
        draft.written = gate.written;
        typist.type(shown, piece.provider === "xin" ? paceMs : 0);
      }
      if (piece.type === "called") {
        draft.provider = piece.provider;
        draft.model = piece.model;
      }
      if (piece.type === "finished") {
        draft.provider = piece.provider;
        draft.model = piece.model;
        draft.tokensIn += piece.tokensIn;
        draft.tokensOut += piece.tokensOut;
      }
    };
    const task = { question: found.question, locale, passages: found.passages };
    const writing = agent.write({
      instructions: prompt.instructions,
      messages: prompt.messages,
      tools: draft.tools.offered,
      rejectCall: (name, input) => draft.tools.reject(name, input, prompt.canary),
      callTool: (name, input) =>
        Effect.map(draft.tools.call(name, input, prompt.canary), prompt.fence),
      request: {
        tenantId: material.tenantId,
        task: { ...task, modelName: policy.settings.model },
        providers,
        purse,
        skip,
        openBy,
        record: (attempt) => draft.attempts.push(attempt),
      },
    });
    const exit = yield* Effect.exit(
      writing.pipe(
        // What a model writes after it asked is not waited for.
        Stream.takeUntil(({ type }) => type === "called" && asksVisitor(draft)),
        Stream.runForEach((piece) => Effect.sync(() => take(piece))),
      ),
    );
    if (Exit.isSuccess(exit)) {
      if (asksVisitor(draft)) {
        typist.startOver();
        return { kind: "asked" } satisfies WritingEnd;
      }
      if (gaveUp) return { kind: "gave-up" } satisfies WritingEnd;
      const judgement = judge(draft.written);
      const rest = judgement.text.slice(gate.shown.length);
      if (!judgement.needsPerson) typist.type(rest, draft.provider === "xin" ? paceMs : 0);
      return { kind: "answer", judgement } satisfies WritingEnd;
    }
    const failure = exit.cause.reasons.find(Cause.isFailReason)?.error;
    if (failure === undefined) return yield* Effect.failCause(exit.cause);
    draft.written = "";
    // "none": the gateway has asked everybody already, which it does while no word has come.
    if (failure.provider === "none" || skip.has(failure.provider)) {
      return { kind: "failed", failure } satisfies WritingEnd;
    }
    skip.add(failure.provider);
    typist.startOver();
    draft.tools.startOver();
  }
});

/** Whether a tool asks the visitor for something instead of an answer. */
const asksVisitor = ({ tools }: Draft): boolean =>
  asksForEmail(tools) || asksForProof(tools) !== undefined;
