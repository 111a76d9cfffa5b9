import { Context, Effect, Layer } from "effect";
import type { Db } from "#db/client.ts";
import type { PassageLink } from "#db/reads/chunks.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { confidenceOf, type RetrievalFeatures } from "./confidence.ts";
import type { EmbeddingFailureReason } from "./embedding/embedding-problems.ts";
import { rerank, type Reranking } from "./embedding/rerank.ts";
import { featuresOfSearch } from "./retrieval-features.ts";
import { type RankedPassage, searchIndex } from "./search-index.ts";
import type { Replacement } from "./wordings.ts";
import { defaultTuning, type Tuning } from "./tuning.ts";

/** A passage found for a question. Scores are 0..1 and comparable between questions. */
export type ScoredPassage = {
  readonly chunkId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
  /** Where words of it lead. */
  readonly links: readonly PassageLink[];
  /** Where it can be read, down to the heading or page; null when the source has no address. */
  readonly url: string | null;
  readonly lang: "en" | "zh";
  /** By words (BM25). */
  readonly lexical: number;
  /** What of `lexical` comes from the title and the headings. */
  readonly titlePart: number;
  /** By n-grams of characters, words and pairs, and by what they mean (cosines). */
  readonly vector: number;
  /** By words, of the whole source it stands in. */
  readonly context: number;
  /** What passages are ordered by: all of these, and the votes of a source's examples. */
  readonly score: number;
  /** Whether its source is pinned to this question or its like. */
  readonly pinned: boolean;
  /** Synonyms of the tenant's own by which it was found: what was asked, and what stands here. */
  readonly synonyms: readonly Replacement[];
};

/** What a search answers. */
export type Retrieved = {
  /** Best first. Empty when nothing shares a word with the question. */
  readonly passages: readonly ScoredPassage[];
  readonly features: RetrievalFeatures;
  /** Words of the question that occur nowhere in the tenant's knowledge. */
  readonly unknownWords: readonly string[];
  /** How surely the question is answered by what was found, 0..1: see confidenceOf. */
  readonly confidence: number;
  readonly timingMs: number;
  /** The change of the knowledge base that was searched; 0 when there is none. */
  readonly knowledgeVersion: number;
  /** Whose vectors were searched: an embedding model's, or those that need no model. */
  readonly modelId: string;
  /** Why the embedding model could not be asked, when there is one: the answer came without it. */
  readonly modelFailure: EmbeddingFailureReason | null;
  /** What a rerank model did; null where there is none. */
  readonly reranking: Reranking | null;
};

/**
 * `locale` is the visitor's language: of two passages that fit about as well, the one in it comes first.
 * `tuning` is how they are weighed, the defaults unless given. `limit` is how many passages to answer, at
 * most 200; as many as the tuning keeps unless given.
 */
export type RetrieveOptions = {
  readonly locale?: "en" | "zh";
  readonly limit?: number;
  readonly tuning?: Tuning;
  /** Another model than the one in use, whose vectors are there as well. */
  readonly model?: EmbeddingModel;
};

/** Searches a tenant's knowledge for what answers a question. Writes nothing; calls no model. */
export class Retrieval extends Context.Service<
  Retrieval,
  {
    readonly retrieve: (
      tenantId: string,
      question: string,
      options?: RetrieveOptions,
    ) => Effect.Effect<Retrieved, unknown>;
  }
>()("xin/engine/Retrieval") {
  /** Over a database client; fails with DatabaseUnavailable while that is away. */
  static readonly layer = (db: Db): Layer.Layer<Retrieval> =>
    Layer.succeed(Retrieval, {
      retrieve: (tenantId, question, options = {}) =>
        Effect.tryPromise({
          try: () => retrieve(db, tenantId, question, options),
          catch: (error) => error,
        }),
    });
}

/** The function behind the service. */
export const retrieve = async (
  db: Db,
  tenantId: string,
  question: string,
  { locale, model, tuning = defaultTuning, limit = tuning.passages }: RetrieveOptions = {},
): Promise<Retrieved> => {
  const startedAt = performance.now();
  const search = await searchIndex(db, tenantId, { text: question, locale, tuning, model });
  const features = featuresOfSearch(search);
  const { ranked, reranking } =
    search.reranker === null || search.ranked.length === 0
      ? { ranked: search.ranked, reranking: null }
      : await rerank(db, tenantId, search.reranker, { question, ranked: search.ranked });
  return {
    passages: ranked.slice(0, Math.min(limit, maxLimit)).map(toPassage),
    features,
    unknownWords: search.asked?.unknownWords ?? [],
    confidence: search.ranked.length === 0 ? 0 : confidenceOf(features),
    timingMs: performance.now() - startedAt,
    knowledgeVersion: search.version,
    modelId: search.modelId,
    modelFailure: search.modelFailure,
    reranking,
  };
};

const maxLimit = 200;

const toPassage = ({ passage, source, score, pinned, replaced }: RankedPassage): ScoredPassage => {
  const { chunk } = passage;
  return {
    chunkId: chunk.id,
    sourceId: chunk.sourceId,
    title: chunk.title,
    heading: chunk.heading === "" ? null : chunk.heading,
    text: chunk.text,
    links: chunk.links,
    url: deepLink(source.url, chunk.anchor, chunk.page),
    lang: chunk.lang,
    lexical: score.lexical,
    titlePart: score.title,
    vector: score.vector,
    context: score.context,
    score: score.score,
    pinned: pinned !== null,
    synonyms: replaced,
  };
};

const deepLink = (
  url: string | null,
  anchor: string | null,
  page: number | null,
): string | null => {
  if (url === null) return null;
  const bare = url.split("#", 1)[0]!;
  if (anchor !== null) return `${bare}#${encodeURIComponent(anchor)}`;
  return page === null ? url : `${bare}#page=${page}`;
};
