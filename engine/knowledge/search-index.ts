import type { Db, Tx } from "#db/client.ts";
import { type Candidate, findCandidates, type VectorSearch } from "#db/reads/chunks.ts";
import { type AskedQuestion, askedQuestion, termsOf } from "./asked-question.ts";
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
import { maxQuestionLength, type QueryTerm } from "./query.ts";
import { type Ranked, rankPassages } from "./rank-passages.ts";
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
  const model = await askModel(db, caches, tenantId, question);
  const modelFailure = model !== null && "failure" in model ? model.failure : null;
  const meaning =
    model !== null && "vector" in model
      ? { modelId: model.model.id, vector: vectorText(model.vector) }
      : null;
  const wanted = { question, meaning };
  const found = await db.tenant(tenantId, (tx) => read(tx, caches, tenantId, wanted));
  if (found === null) return { asked: null, ranked: [], version: 0, modelFailure };
  const { base, asked, loaded } = found;
  const { statistics } = base;
  const passages = await caches.passages.prepare(tenantId, loaded, statistics);
  const ranking = { statistics, tuning: question.tuning, locale: question.locale };
  const ranked = rankPassages(asked, passages, loaded.sources, ranking);
  return { asked, ranked, version: base.base.version, modelFailure };
};

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
  readonly asked: AskedQuestion;
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
  const asked = askedQuestion(question.text, base.statistics, question.tuning);
  const isEmpty = asked.query.terms.length === 0;
  const candidates = isEmpty ? [] : await candidatesOf(tx, asked, base, meaning);
  return { base, asked, loaded: await passages.load(tx, tenantId, candidates, meaning) };
};

const candidatesOf = async (
  tx: Tx,
  asked: AskedQuestion,
  { live }: BaseStatistics,
  meaning: VectorSearch | null,
): Promise<readonly Candidate[]> => {
  const hashed = { modelId: hashModel.id, vector: embedQuestion(asked.query.pieces) };
  const found = await findCandidates(tx, {
    terms: rarestTerms(termsOf(asked)),
    vectors: meaning === null ? [hashed] : [hashed, meaning],
    sourceIds: [...asked.pinned.keys()],
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
