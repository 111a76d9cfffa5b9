import { Effect, Layer, ManagedRuntime } from "effect";
import { readDecision } from "#db/reads/decisions.ts";
import type { Locale } from "#contract/ids.ts";
import { noConversation } from "../actions/check-envelope.ts";
import type { ToolMock } from "../policy/policy.ts";
import { Retrieval } from "../knowledge/retrieve.ts";
import { detectLanguage } from "../reply/detect-language.ts";
import { ModelGateway } from "../reply/model-gateway.ts";
import type { Price } from "../reply/model-price.ts";
import { ReplyAgent } from "../reply/reply-agent.ts";
import type { AnswerBasis } from "../reply/reply-material.ts";
import { modeOf } from "../reply/ruled-reply.ts";
import type { Typist } from "../reply/typist.ts";
import { compareTurn, type ReplayedTurn } from "./compare-turn.ts";
import { type ConversationReplay, summarise } from "./conversation-replay.ts";
import { readTurns, type Turn } from "./read-turns.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { recordedFound, recordedPassages } from "./recorded-found.ts";
import { type Rehearsal, rehearseReply } from "./rehearse-reply.ts";
import { readVersionBasis } from "./replay-basis.ts";
import { openReplayModels, type ReplayModelDeps } from "./replay-models.ts";
import type { ReplayVersion } from "./replay-version.ts";

/** A question that stands alone, such as a test of a policy. */
export type LoneQuestion = {
  readonly question: string;
  readonly locale?: Locale;
  readonly previousQuestion?: string | null;
  readonly history?: AnswerBasis["history"];
  /** The decision whose policy, tuning and passages count as recorded. */
  readonly decisionId?: string;
  /** What tools say, as a test has it. */
  readonly mocks?: readonly ToolMock[];
};

/** Who reads an answer while it is written, as a visitor would: nobody does where it would not be sent. */
export type Reader = {
  readonly onWords: (text: string) => void;
  /** Another model begins anew: what came before is void. */
  readonly onAgain: () => void;
  readonly signal: AbortSignal;
};

/** Answers again, without side effects: nothing is stored, nobody is told, no tool is executed. */
export type Replay = {
  /** What the AI would do about a question under a version. */
  question(
    tenantId: string,
    asked: LoneQuestion,
    version: ReplayVersion,
    reader?: Reader,
  ): Promise<Rehearsal>;
  /**
   * A past conversation, turn by turn, each beside what happened. Every turn is asked with what had really been
   * said by then. Refused as `not_found` for a conversation or a version that does not exist.
   */
  conversation(
    tenantId: string,
    conversationId: string,
    version: ReplayVersion,
  ): Promise<ConversationReplay>;
  /** The model that is asked first under a version, and what it charges; no model is asked. */
  firstModel(tenantId: string, version: ReplayVersion): Promise<FirstModel>;
  /**
   * One turn of a past conversation, by the decision about it, beside what happened; null where it is gone. Refused
   * as `not_found` for a version that does not exist.
   */
  turn(
    tenantId: string,
    asked: { readonly conversationId: string; readonly decisionId: string },
    version: ReplayVersion,
    signal: AbortSignal,
  ): Promise<ReplayedTurn | null>;
  close(): Promise<void>;
};

/** A model by its name, and its price; null where nobody knows that. */
export type FirstModel = { readonly model: string; readonly price: Price | null };

/** Turns of one conversation, turns at the same time, and what all may take, in milliseconds. */
const limits = { turns: 40, atOnce: 4, totalMs: 60_000 };

/** Opens replays. The agent is loaded when the first answer is asked for. */
export const openReplay = (services: ReplayModelDeps): Replay => {
  const { db } = services;
  const runtime = ManagedRuntime.make(
    Layer.merge(ReplyAgent.layer.pipe(Layer.provide(ModelGateway.layer)), Retrieval.layer(db)),
  );
  const models = openReplayModels(services);

  const rehearse = async (
    tenantId: string,
    asked: Omit<Turn, "seq" | "at" | "told">,
    version: ReplayVersion,
    how: {
      readonly signal?: AbortSignal;
      readonly typist?: Typist;
      readonly mocks?: readonly ToolMock[];
    } = {},
  ) => {
    const { question, previousQuestion, locale, history, note, decision } = asked;
    const known = await db.tenant(tenantId, (tx) => readVersionBasis(tx, version, decision));
    const basis = { ...known, tenantId, question, previousQuestion, locale, history, note };
    const whole: AnswerBasis = { ...basis, attempts: 0 };
    const using = models.of(tenantId, version.model, known);
    const found =
      version.passages === "recorded" && decision !== null ? recordedFound(decision, locale) : null;
    const effect = rehearseReply(whole, using, {
      known: found,
      passages: decision === null ? [] : recordedPassages(decision, locale),
      ...(how.typist === undefined ? {} : { reader: how.typist }),
      recording: decision === null ? null : recordedCalls(decision.tools ?? []),
      mocks: how.mocks ?? [],
    });
    const { signal } = how;
    const rehearsal = await runtime.runPromise(effect, signal === undefined ? {} : { signal });
    return { mode: modeOf(whole), rehearsal };
  };

  return {
    question: async (tenantId, asked, version, reader) => {
      const { question, previousQuestion = null, history = [], decisionId, mocks = [] } = asked;
      const locale = asked.locale ?? detectLanguage(question, "en");
      const decision =
        decisionId === undefined
          ? null
          : await db.tenant(tenantId, (tx) => readDecision(tx, decisionId));
      const alone = { question, previousQuestion, history, locale, note: null, decision };
      const read = reader === undefined ? {} : { signal: reader.signal, typist: typistFor(reader) };
      return (await rehearse(tenantId, alone, version, { ...read, mocks })).rehearsal;
    },
    conversation: async (tenantId, conversationId, version) => {
      const read = await db.tenant(tenantId, (tx) => readTurns(tx, conversationId));
      if (read === null) throw noConversation();
      // A version that does not exist is refused also where nothing was asked.
      await db.tenant(tenantId, (tx) => readVersionBasis(tx, version, null));
      const turns = read.turns.slice(-limits.turns);
      const signal = AbortSignal.timeout(limits.totalMs);
      const replayTurn = (turn: Turn) =>
        Effect.promise(async () => {
          if (signal.aborted) return null;
          try {
            const { mode, rehearsal } = await rehearse(tenantId, turn, version, { signal });
            return compareTurn(turn, mode, rehearsal);
          } catch (error) {
            if (signal.aborted) return null;
            throw error;
          }
        });
      const replayed = await Effect.runPromise(
        Effect.forEach(turns, replayTurn, { concurrency: limits.atOnce }),
      );
      const leftOut = read.turns.length - turns.length;
      return summarise(conversationId, { replayed, leftOut, cut: read.cut });
    },
    firstModel: async (tenantId, version) => {
      const known = await db.tenant(tenantId, (tx) => readVersionBasis(tx, version, null));
      const { providers } = models.of(tenantId, version.model, known);
      const task = {
        question: "",
        locale: "en",
        passages: [],
        modelName: known.policy?.settings.model ?? null,
      } as const;
      const [first] = providers;
      return {
        model: first?.modelName(task) ?? "",
        price: first?.price(task) ?? null,
      };
    },
    turn: async (tenantId, { conversationId, decisionId }, version, signal) => {
      const read = await db.tenant(tenantId, (tx) => readTurns(tx, conversationId));
      const turn = read?.turns.find(({ decision }) => decision?.id === decisionId);
      if (turn === undefined) return null;
      const { mode, rehearsal } = await rehearse(tenantId, turn, version, { signal });
      return compareTurn(turn, mode, rehearsal);
    },
    close: async () => {
      await runtime.dispose();
      await models.close();
    },
  };
};

const typistFor = ({ onWords, onAgain }: Reader): Typist => ({
  type: (text) => {
    if (text !== "") onWords(text);
  },
  done: () => Promise.resolve(),
  startOver: onAgain,
  end: () => {},
  hasShown: false,
});
