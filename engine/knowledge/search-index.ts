import type { Db, Tx } from "#db/client.ts";
import type { EmbeddingModel, Reranker } from "#db/reads/embedding-models.ts";
import {
  type Candidate,
  findBySource,
  findByTokens,
  findByVector,
  type VectorSearch,
} from "#db/reads/chunks.ts";
import { type AskedQuestion, askedQuestion, termsOf } from "./asked-question.ts";
import { storedVector } from "./embedding/embedder.ts";
import type { EmbeddingFailureReason } from "./embedding/embedding-problems.ts";
import { type AskedModel, QuestionVectors } from "./embedding/question-vector.ts";
import { embedQuestion, hashModel } from "./hash-embedding.ts";
import {
  type IndexedPassage,
  type IndexedSource,
  type LoadedCandidates,
  PassageCache,
} from "./passage-cache.ts";
import { maxQuestionLength, type QueryTerm } from "./query.ts";
import { type Ranked, rankPassages } from "./rank-passages.ts";
import type { Statistics } from "./statistics.ts";
import { type BaseStatistics, StatisticsCache } from "./statistics-cache.ts";
import type { Tuning } from "./tuning.ts";

/** A passage with its exact score, and why it has it. */
export type RankedPassage = Ranked<IndexedPassage, IndexedSource>;

/** What a search found, best first. `asked` is null and `version` 0 when the tenant has no knowledge. */
export type Search = {
  readonly asked: AskedQuestion | null;
  readonly ranked: readonly RankedPassage[];
  readonly version: number;
  /** Why the embedding model could not be asked, when there is one: the search went on without it. */
  readonly modelFailure: EmbeddingFailureReason | null;
  /** Whose vectors were searched: the model's, or those that need no model. */
  readonly modelId: string;
  readonly reranker: Reranker | null;
};

/** A question, the language to prefer where two passages fit about as well, and how to weigh what is found. */
export type Question = {
  readonly text: string;
  readonly locale: "en" | "zh" | undefined;
  readonly tuning: Tuning;
  /** Whose vectors to search instead of the model's in use. */
  readonly model: EmbeddingModel | undefined;
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
  const { model, found } = await askAndRead(db, caches, tenantId, question);
  const modelFailure = model !== null && "failure" in model ? model.failure : null;
  const modelId = model !== null && "vector" in model ? model.model.id : hashModel.id;
  const by = { modelId, modelFailure };
  if (found === null) return { asked: null, ranked: [], version: 0, ...by, reranker: null };
  const { base, asked, loaded } = found;
  const { statistics, reranker } = base;
  const passages = await caches.passages.prepare(tenantId, loaded, statistics);
  const ranking = { statistics, tuning: question.tuning, locale: question.locale };
  const ranked = rankPassages(asked, passages, loaded.sources, ranking);
  return { asked, ranked, version: base.base.version, ...by, reranker };
};

/**
 * Candidates of each of the two ways. Of articles' passages, 40: 60 change no result of the evaluation, nor do 30.
 * Of short examples, up to 200: several share no word with the question, and each costs little to score.
 */
const candidateLimitOf = ({ tokenCount, chunkCount }: Statistics): number =>
  Math.max(40, Math.min(200, Math.round((candidateTokens * chunkCount) / tokenCount)));
const candidateTokens = 3000;
/** The rarest words of a question find what there is to find; common ones only cost time. */
const termLimit = 32;
const occurrenceLimit = 800;
/** No further token that would have more passages than this looked at: it says next to nothing. */
const mostOccurrences = 2400;

type Caches = {
  readonly statistics: StatisticsCache;
  readonly passages: PassageCache;
  readonly questions: QuestionVectors;
};
const caches = new WeakMap<Db["sql"], Caches>();

/** By the pool: whoever waits behind others shares them with those. */
const cachesOf = (db: Db): Caches => {
  const known = caches.get(db.sql);
  if (known !== undefined) return known;
  const fresh = {
    statistics: new StatisticsCache(),
    passages: new PassageCache(),
    questions: new QuestionVectors(db),
  };
  caches.set(db.sql, fresh);
  return fresh;
};

/**
 * Has the model in use make the question's vector, before the transaction and not in it, and reads what is
 * near it. Which model that is may be old news by then: it is asked again when another has taken its place.
 */
const askAndRead = async (
  db: Db,
  own: Caches,
  tenantId: string,
  question: Question,
): Promise<{ readonly model: AskedModel; readonly found: Found | null }> => {
  const { statistics, questions } = own;
  const base =
    statistics.last(tenantId) ?? (await db.tenant(tenantId, (tx) => statistics.read(tx, tenantId)));
  if (base === null) return { model: null, found: null };
  const model = question.model ?? base.models.active;
  const asked = await questions.ask(tenantId, model, question.text.slice(0, maxQuestionLength));
  const meaning =
    asked !== null && "vector" in asked
      ? {
          modelId: model.id,
          unit: false,
          dims: model.dims,
          count: base.base.chunkCount,
          ...storedVector(asked.vector),
        }
      : null;
  const guess = { base, asked: askedQuestion(question.text, base.statistics, question.tuning) };
  const wanted = { question, meaning, guess };
  const found = await db.tenant(tenantId, (tx) => read(tx, own, tenantId, wanted));
  const current = question.model ?? found?.base.models.active ?? model;
  if (current.id !== model.id) return askAndRead(db, own, tenantId, question);
  return { model: asked, found };
};

type Asked = { readonly base: BaseStatistics; readonly asked: AskedQuestion };

/** `guess` is the question by the statistics read last, which are nearly always those in use. */
type Wanted = {
  readonly question: Question;
  readonly meaning: VectorSearch | null;
  readonly guess: Asked;
};

type Found = Asked & { readonly loaded: LoadedCandidates };

/** Looks for candidates while it asks whether the knowledge has changed, and again if it has. */
const read = async (
  tx: Tx,
  own: Caches,
  tenantId: string,
  { question, meaning, guess }: Wanted,
): Promise<Found | null> => {
  const [base, loaded] = await Promise.all([
    own.statistics.read(tx, tenantId),
    load(tx, own, tenantId, guess, meaning),
  ]);
  if (base === null) return null;
  if (base === guess.base) return { ...guess, loaded };
  const found = { base, asked: askedQuestion(question.text, base.statistics, question.tuning) };
  return { ...found, loaded: await load(tx, own, tenantId, found, meaning) };
};

/**
 * Finds candidates and reads them. What tokens find is read before the vectors are searched, and made ready for
 * scoring while the database does that.
 */
const load = async (
  tx: Tx,
  { passages }: Caches,
  tenantId: string,
  { asked, base: { base, live, statistics } }: Asked,
  meaning: VectorSearch | null,
): Promise<LoadedCandidates> => {
  if (asked.query.terms.length === 0) return nothing;
  const limit = candidateLimitOf(statistics);
  const isLive = ({ sourceId, sourceVersion }: Candidate) => live.get(sourceId) === sourceVersion;
  const byTokens = await findByTokens(tx, rarestTerms(termsOf(asked)), limit);
  const found = byTokens.filter(isLive);
  const unread = passages.read(tx, tenantId, found);
  const vector = { ...embedQuestion(asked.query.pieces), count: base.chunkCount, ...hashVectors };
  const searches = [findByVector(tx, vector, limit)];
  if (meaning !== null) searches.push(findByVector(tx, meaning, limit));
  if (asked.pinned.size > 0) searches.push(findBySource(tx, [...asked.pinned.keys()], limit));
  const others = Promise.all(searches);
  const [chunks, nearest] = await Promise.all([
    passages.warm(tenantId, unread, { statistics, until: others }),
    others,
  ]);
  const all = new Map(found.map((candidate) => [candidate.id, candidate]));
  for (const one of nearest.flat()) if (isLive(one)) all.set(one.id, one);
  return passages.load(tx, tenantId, { candidates: [...all.values()], chunks, meaning });
};

const nothing: LoadedCandidates = { sources: new Map(), meanings: new Map(), known: [], fresh: [] };

const hashVectors = { modelId: hashModel.id, dims: hashModel.dims, unit: true };

/** The most valuable tokens, until together they occur often enough to fill the candidates. */
const rarestTerms = (terms: readonly QueryTerm[]): readonly QueryTerm[] => {
  const chosen: QueryTerm[] = [];
  let occurrences = 0;
  for (const term of terms.toSorted((a, b) => b.worth - a.worth)) {
    if (term.frequency === 0) continue;
    if (chosen.length >= termLimit || (chosen.length >= 3 && occurrences > occurrenceLimit)) break;
    occurrences += term.frequency;
    if (chosen.length >= 3 && occurrences > mostOccurrences) break;
    chosen.push(term);
  }
  return chosen;
};
