import type { Db, Tx } from "#db/client.ts";
import { type Candidate, findCandidates, type VectorSearch } from "#db/reads/chunks.ts";
import { vectorText } from "./embedding/embedder.ts";
import type { EmbeddingFailureReason } from "./embedding/embedding-failure.ts";
import { type AskedModel, QuestionVectors } from "./embedding/question-vector.ts";
import { embedQuestion, hashModel } from "./hash-embedding.ts";
import {
  type IndexedPassage,
  type IndexedSource,
  type LoadedCandidates,
  PassageCache,
} from "./passage-cache.ts";
import { maxQuestionLength, type Query, queryOf, type QueryTerm } from "./query.ts";
import { type Score, scorePassage } from "./score.ts";
import { type BaseStatistics, StatisticsCache } from "./statistics-cache.ts";
import type { Tuning } from "./tuning.ts";

/** A passage with its exact score. */
export type RankedPassage = {
  readonly passage: IndexedPassage;
  readonly source: IndexedSource;
  readonly score: Score;
};

/** What a search found, best first. `query` is null and `version` 0 when the tenant has no knowledge. */
export type Search = {
  readonly query: Query | null;
  readonly ranked: readonly RankedPassage[];
  readonly version: number;
  /** Why the embedding model could not be asked, when there is one: the search went on without it. */
  readonly modelFailure: EmbeddingFailureReason | null;
};

/** A question, the language to prefer where two passages fit about as well, and how to weigh what is found. */
export type Question = {
  readonly text: string;
  readonly locale: "en" | "zh" | undefined;
  readonly tuning: Tuning;
};

/**
 * Searches a tenant's index: candidates from the database, exact scores here, after the transaction
 * has ended, since the embedded engine serves nobody else while one is open.
 */
export const searchIndex = async (
  db: Db,
  tenantId: string,
  question: Question,
): Promise<Search> => {
  const caches = cachesOf(db);
  const asked = await askModel(db, caches, tenantId, question);
  const modelFailure = asked !== null && "failure" in asked ? asked.failure : null;
  const meaning =
    asked !== null && "vector" in asked
      ? { modelId: asked.model.id, vector: vectorText(asked.vector) }
      : null;
  const wanted = { question, meaning };
  const found = await db.tenant(tenantId, (tx) => read(tx, caches, tenantId, wanted));
  if (found === null) return { query: null, ranked: [], version: 0, modelFailure };
  const { base, query, loaded } = found;
  const { statistics } = base;
  const ranked: RankedPassage[] = [];
  for (const passage of await caches.passages.prepare(tenantId, loaded, statistics)) {
    const source = loaded.sources.get(passage.chunk.sourceId);
    if (source === undefined) continue;
    const score = scorePassage(query, passage, source, statistics, question.tuning);
    if (score.lexical > 0 || score.vector > 0 || passage.meaning !== null)
      ranked.push({ passage, source, score });
  }
  const worth = ({ passage, score }: RankedPassage) =>
    question.locale === undefined || passage.chunk.lang === question.locale
      ? score.score
      : score.score * otherLanguage;
  ranked.sort((a, b) => worth(b) - worth(a) || (a.passage.chunk.id < b.passage.chunk.id ? -1 : 1));
  return { query, ranked, version: base.base.version, modelFailure };
};

/** Enough to choose between two languages of one article, too little to hide the only answer. */
const otherLanguage = 0.95;
/** Candidates of each of the two ways; with more, the exact order changes no result of the evaluation. */
const candidateLimit = 60;
/** The rarest words of a question find what there is to find; common ones only cost time. */
const termLimit = 32;
const occurrenceLimit = 800;

type Caches = {
  readonly statistics: StatisticsCache;
  readonly passages: PassageCache;
  readonly questions: QuestionVectors;
};
const caches = new WeakMap<Db, Caches>();

const cachesOf = (db: Db): Caches => {
  const known = caches.get(db);
  if (known !== undefined) return known;
  const fresh = {
    statistics: new StatisticsCache(),
    passages: new PassageCache(),
    questions: new QuestionVectors(db),
  };
  caches.set(db, fresh);
  return fresh;
};

/**
 * Has the model in use make the question's vector, before the transaction and not in it. Which model that
 * is may be old news: its vectors are kept when another takes its place.
 */
const askModel = async (
  db: Db,
  { statistics, questions }: Caches,
  tenantId: string,
  { text }: Question,
): Promise<AskedModel> => {
  const base =
    statistics.last(tenantId) ?? (await db.tenant(tenantId, (tx) => statistics.read(tx, tenantId)));
  return base === null
    ? null
    : questions.ask(tenantId, base.models.active, text.slice(0, maxQuestionLength));
};

type Wanted = { readonly question: Question; readonly meaning: VectorSearch | null };

type Found = {
  readonly base: BaseStatistics;
  readonly query: Query;
  readonly loaded: LoadedCandidates;
};

const read = async (
  tx: Tx,
  { statistics, passages }: Caches,
  tenantId: string,
  wanted: Wanted,
): Promise<Found | null> => {
  const base = await statistics.read(tx, tenantId);
  if (base === null) return null;
  const { question, meaning } = wanted;
  const query = queryOf(question.text, base.statistics);
  const candidates = query.terms.length === 0 ? [] : await candidatesOf(tx, query, base, wanted);
  return { base, query, loaded: await passages.load(tx, tenantId, candidates, meaning) };
};

const candidatesOf = async (
  tx: Tx,
  query: Query,
  { live }: BaseStatistics,
  { question, meaning }: Wanted,
): Promise<readonly Candidate[]> => {
  const hashed = { modelId: hashModel.id, vector: embedQuestion(query.pieces) };
  const found = await findCandidates(tx, {
    terms: rarestTerms(query.terms),
    vectors: meaning === null ? [hashed] : [hashed, meaning],
    sourceIds: question.tuning.pins.map(({ sourceId }) => sourceId),
    limit: candidateLimit,
  });
  return found.filter(({ sourceId, sourceVersion }) => live.get(sourceId) === sourceVersion);
};

/** The most valuable tokens, until together they occur often enough to fill the candidates. */
const rarestTerms = (terms: readonly QueryTerm[]): readonly QueryTerm[] => {
  const chosen: QueryTerm[] = [];
  let occurrences = 0;
  for (const term of terms.toSorted((a, b) => b.worth - a.worth)) {
    if (term.frequency === 0) continue;
    if (chosen.length >= termLimit || (chosen.length >= 3 && occurrences > occurrenceLimit)) break;
    chosen.push(term);
    occurrences += term.frequency;
  }
  return chosen;
};
