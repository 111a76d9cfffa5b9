import { Effect } from "effect";
import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { Retrieval } from "../knowledge/retrieve.ts";
import { defaultTuning, startLine } from "../knowledge/tuning.ts";
import { defaultPolicyText } from "../policy/default-policy.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { composeQuotes } from "../reply/compose-quotes.ts";
import { answerConfidence } from "../reply/conclude-reply.ts";
import { extractAnswer } from "../reply/extract-answer.ts";
import { findPassages } from "../reply/find-passages.ts";
import { makeJudge } from "../reply/judge-answer.ts";
import { defaultTenant, type EvaluationCorpus, type QueryRow } from "./evaluation-rows.ts";
import { indexArticles } from "./index-articles.ts";

/** What became of the questions. Counts, but `precision` and `supported`, shares of 0..1; null where there was none. */
export type AnswersReport = {
  /** Questions that something answers, and those that nothing does. */
  readonly inScope: number;
  readonly outOfScope: number;
  /** Answers sent, and how many of them cite a passage of the right article. */
  readonly sent: number;
  readonly sentRight: number;
  /** Sent though nothing answers the question. */
  readonly sentOutOfScope: number;
  /** Not sent: an answer below the line, which a person would see as a draft, and no answer at all. */
  readonly drafted: number;
  readonly silent: number;
  /** Drafts that cite a passage of the right article. */
  readonly draftedRight: number;
  readonly precision: number | null;
  /** Mean share of an answer's sentences that its passages support. */
  readonly supported: number | null;
};

/**
 * Answers each question as the product does with its built-in model: search, quotes, guards, and the line from
 * which an answer is sent, all as a new workspace has them.
 */
export const evaluateAnswers = async (
  db: Db,
  corpus: EvaluationCorpus,
  queries: readonly QueryRow[],
  model: EmbeddingModel,
): Promise<AnswersReport> => {
  const bases = await indexArticles(db, corpus.articles, model);
  const count = { inScope: 0, outOfScope: 0, sent: 0, sentRight: 0, sentOutOfScope: 0 };
  const rest = { drafted: 0, silent: 0, draftedRight: 0 };
  const supported: number[] = [];
  for (const { text, tenant, gold, lang } of queries) {
    const base = bases.get(tenant ?? defaultTenant);
    if (base === undefined) continue;
    const answer = await answerTo(db, base.tenantId, text, lang === "zh" ? "zh" : "en");
    count[gold.length > 0 ? "inScope" : "outOfScope"] += 1;
    if (answer === null) {
      rest.silent += 1;
      continue;
    }
    supported.push(answer.supported);
    const isRight = answer.sourceIds.some((id) => gold.includes(base.articleOf.get(id) ?? ""));
    if (answer.isSure) {
      count.sent += 1;
      if (isRight) count.sentRight += 1;
      if (gold.length === 0) count.sentOutOfScope += 1;
    } else {
      rest.drafted += 1;
      if (isRight) rest.draftedRight += 1;
    }
  }
  const mean = supported.reduce((sum, value) => sum + value, 0) / supported.length;
  return {
    ...count,
    ...rest,
    precision: count.sent === 0 ? null : round(count.sentRight / count.sent),
    supported: supported.length === 0 ? null : round(mean),
  };
};

type Answer = {
  readonly isSure: boolean;
  readonly supported: number;
  readonly sourceIds: readonly string[];
};

const answerTo = async (
  db: Db,
  tenantId: string,
  question: string,
  locale: "en" | "zh",
): Promise<Answer | null> => {
  const tuning = defaultTuning;
  const asked = { tenantId, question, previousQuestion: null, locale, tuning };
  const found = await Effect.runPromise(
    findPassages(asked).pipe(Effect.provide(Retrieval.layer(db))),
  );
  const judge = makeJudge({
    policy,
    locale,
    passages: found.passages,
    question: found.question,
    instructions: "",
    canary: "",
  });
  const judged = judge(composeQuotes(extractAnswer(found.question, found.passages, locale)));
  if (judged.text === "") return null;
  return {
    isSure: answerConfidence(found, judged) >= startLine && !judged.needsPerson,
    supported: judged.supported,
    sourceIds: judged.cited.flatMap((n) => found.scored[n - 1]?.sourceId ?? []),
  };
};

const policy = (() => {
  const parsed = parsePolicy(defaultPolicyText("Evaluation"));
  if (!parsed.ok) throw new Error("The policy of a new workspace does not parse");
  return parsed.policy;
})();

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
