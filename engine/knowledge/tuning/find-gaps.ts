import type { Db } from "#db/client.ts";
import {
  type KnowledgeGap,
  readKnowledgeGaps,
  readUnansweredQuestions,
  type UnansweredQuestion,
} from "#db/reads/knowledge-gaps.ts";
import { LruCache } from "../lru-cache.ts";
import { isCjk, runsOf } from "../tokens.ts";
import { clusterQuestions } from "./cluster-questions.ts";

/** Questions on one matter that the knowledge does not answer. */
export type QuestionCluster = {
  /** The decision about the oldest of them: names the cluster when something is done about it. */
  readonly id: string;
  /** The question that is most like the others. */
  readonly title: string;
  readonly lang: "en" | "zh";
  readonly count: number;
  /** The newest ones, at most 20, no two with the same words. */
  readonly examples: readonly UnansweredQuestion[];
  readonly lastAskedAt: string;
};

/** A gap the team has dealt with, and how many ask about it in the days looked at. */
export type HandledGap = KnowledgeGap & { readonly count: number };

/** What visitors ask and do not find. */
export type Gaps = {
  /** Nobody has dealt with these; the most asked first. */
  readonly open: readonly QuestionCluster[];
  /** Articles that are being written, or read in. */
  readonly drafts: readonly HandledGap[];
  readonly dismissed: readonly HandledGap[];
};

/** The spans of days that can be looked at. */
export const gapDays = [7, 30] as const;
export type GapDays = (typeof gapDays)[number];

/**
 * Gathers the questions of the last days into clusters. They are derived from the decisions whenever
 * somebody looks, and only when something has changed; what is stored is what the team did about them. A
 * question that is like a dismissed gap, or like an article that is being written, belongs to it. Once
 * the article answers, questions asked before it are dealt with, and later ones are open again.
 */
export const findGaps = async (db: Db, tenantId: string, days: GapDays): Promise<Gaps> => {
  const { questions, gaps } = await db.tenant(tenantId, async (tx) => ({
    questions: await readUnansweredQuestions(tx, days),
    gaps: await readKnowledgeGaps(tx),
  }));
  const key = `${tenantId} ${days}`;
  const state = stateOf(questions, gaps);
  const known = cache.get(key);
  if (known?.state === state) return known.found;
  const found = await gather(questions, gaps);
  cache.set(key, { state, found }, 1);
  return found;
};

const cache = new LruCache<string, { readonly state: string; readonly found: Gaps }>(64);

const stateOf = (questions: readonly UnansweredQuestion[], gaps: readonly KnowledgeGap[]): string =>
  [
    ...questions.map(({ decisionId }) => decisionId),
    ...gaps.map(({ id, state, updatedAt, liveAt }) => `${id} ${state} ${updatedAt} ${liveAt}`),
  ].join();

const gather = async (
  questions: readonly UnansweredQuestion[],
  gaps: readonly KnowledgeGap[],
): Promise<Gaps> => {
  const oldestFirst = questions.toReversed();
  const clusters = await clusterQuestions(
    oldestFirst,
    gaps.map(({ examples }) => examples),
  );
  const open: QuestionCluster[] = [];
  const drafts: HandledGap[] = [];
  const dismissed: HandledGap[] = [];
  for (const { seed, members, centre } of clusters) {
    const gap = seed === null ? undefined : gaps[seed];
    const unanswered = gap?.liveAt == null ? members : members.filter(isAfter(gap.liveAt));
    if (gap !== undefined && gap.liveAt === null) {
      const handled = { ...gap, count: members.length };
      (gap.state === "dismissed" ? dismissed : drafts).push(handled);
    } else if (unanswered.length > 0) {
      open.push(toCluster(unanswered, gap === undefined ? centre : null));
    }
  }
  open.sort((a, b) => b.count - a.count || (a.lastAskedAt < b.lastAskedAt ? 1 : -1));
  return { open, drafts, dismissed };
};

const isAfter =
  (time: string) =>
  ({ askedAt }: UnansweredQuestion): boolean =>
    askedAt > time;

const toCluster = (
  members: readonly UnansweredQuestion[],
  centre: UnansweredQuestion | null,
): QuestionCluster => {
  const newestFirst = members.toReversed();
  const title = (centre ?? newestFirst[0]!).question;
  const words = new Map(newestFirst.map((one) => [one.question.toLowerCase().trim(), one]));
  return {
    id: members[0]!.decisionId,
    title,
    lang: runsOf(title).some(({ text }) => isCjk(text)) ? "zh" : "en",
    count: members.length,
    examples: [...words.values()].slice(0, 20),
    lastAskedAt: newestFirst[0]!.askedAt,
  };
};
