import type { Tx } from "#db/client.ts";
import {
  type Candidate,
  type Chunk,
  readChunks,
  readSimilarities,
  readSourceTerms,
  type VectorSearch,
} from "#db/reads/chunks.ts";
import { decodeCounts } from "./counts.ts";
import { type Features, featuresOf } from "./features.ts";
import { LruCache } from "./lru-cache.ts";
import { passageNorm, type SourceTerms } from "./score.ts";
import type { Statistics } from "./statistics.ts";
import { tokensOf } from "./tokens.ts";
import { type Sense, senseOf } from "./words/word-vectors.ts";
import { yieldToOthers } from "./yield-to-others.ts";

/** A stored passage with what scoring needs of it. */
export type IndexedPassage = {
  readonly chunk: Chunk;
  readonly features: Features;
  readonly norm: number;
  /** What its words mean together; null where they are not known. */
  readonly sense: Sense | null;
  /** Cosine of its vector and the question's by the model in use, -1..1; null when either has none. */
  readonly meaning: number | null;
};

/** A source as scoring and citing need it. */
export type IndexedSource = SourceTerms & { readonly url: string | null };

/** What was read for some candidates. */
export type LoadedCandidates = {
  /** Sources by id. One that was deleted since the candidates were found is missing. */
  readonly sources: ReadonlyMap<string, IndexedSource>;
  readonly meanings: ReadonlyMap<string, number>;
  readonly known: readonly Entry[];
  /** Passages whose features are not known yet. */
  readonly fresh: readonly Chunk[];
};

/** Candidates to read, those of their passages that were read already, and the question's vector by a model. */
type Wanted = {
  readonly candidates: readonly Candidate[];
  readonly chunks: readonly Chunk[];
  readonly meaning: VectorSearch | null;
};

type Entry = {
  chunk: Chunk;
  features: Features;
  /** Undefined until somebody asks for it: articles are ranked without it. */
  sense: Sense | null | undefined;
  norm: number;
  normOf: Statistics | null;
};

/**
 * Passages and sources that were scored lately. Both are immutable once stored, so entries are never
 * stale; only a passage's norm depends on the statistics, and is computed again when they changed.
 * Keys carry the tenant: an id alone opens nothing.
 */
export class PassageCache {
  readonly #passages = new LruCache<string, Entry>(96 * 1024 * 1024);
  readonly #sources = new LruCache<string, IndexedSource>(32 * 1024 * 1024);

  /** Those of the candidates' passages that are not known. */
  async read(
    tx: Tx,
    tenantId: string,
    candidates: readonly Candidate[],
  ): Promise<readonly Chunk[]> {
    const missing = candidates
      .map(({ id }) => id)
      .filter((id) => this.#passages.get(keyOf(tenantId, id)) === undefined);
    return missing.length === 0 ? [] : readChunks(tx, missing);
  }

  /**
   * Makes passages ready for scoring as long as `until` is pending, which the open transaction waits for
   * anyway. Answers the passages.
   */
  async warm(
    tenantId: string,
    chunks: Promise<readonly Chunk[]>,
    { statistics, until }: { readonly statistics: Statistics; readonly until: Promise<unknown> },
  ): Promise<readonly Chunk[]> {
    let over = false;
    const end = () => {
      over = true;
    };
    until.then(end, end);
    const breathe = yieldToOthers(1);
    for (const chunk of await chunks) {
      if (over) break;
      normalise(this.#enter(tenantId, chunk), statistics);
      await breathe();
    }
    return chunks;
  }

  /** Reads what is not known of the candidates and not among `chunks`, and computes nothing: a transaction is open. */
  async load(
    tx: Tx,
    tenantId: string,
    { candidates, chunks, meaning }: Wanted,
  ): Promise<LoadedCandidates> {
    const read = new Map(chunks.map((chunk) => [chunk.id, chunk]));
    const known: Entry[] = [];
    const fresh: Chunk[] = [];
    const missing: string[] = [];
    for (const { id } of candidates) {
      const entry = this.#passages.get(keyOf(tenantId, id));
      const chunk = read.get(id);
      if (entry !== undefined) known.push(entry);
      else if (chunk !== undefined) fresh.push(chunk);
      else missing.push(id);
    }
    const ids = candidates.map(({ id }) => id);
    const [sources, others, meanings] = await Promise.all([
      this.#loadSources(tx, tenantId, candidates),
      missing.length === 0 ? [] : readChunks(tx, missing),
      meaning === null ? new Map<string, number>() : readSimilarities(tx, meaning, ids),
    ]);
    return { sources, known, fresh: [...fresh, ...others], meanings };
  }

  /** The passages ready for scoring. Gives way to others while it computes what was not known. */
  async prepare(
    tenantId: string,
    { known, fresh, meanings }: LoadedCandidates,
    statistics: Statistics,
  ): Promise<readonly IndexedPassage[]> {
    const entries = [...known];
    const breathe = yieldToOthers();
    for (const chunk of fresh) {
      entries.push(this.#enter(tenantId, chunk));
      await breathe();
    }
    for (const entry of entries) {
      if (entry.normOf === statistics) continue;
      normalise(entry, statistics);
      await breathe();
    }
    return entries.map((entry) => {
      const { chunk, features, norm } = entry;
      const meaning = meanings.get(chunk.id) ?? null;
      return {
        chunk,
        features,
        norm,
        meaning,
        get sense() {
          if (entry.sense === undefined) entry.sense = senseOfChunk(chunk);
          return entry.sense;
        },
      };
    });
  }

  #enter(tenantId: string, chunk: Chunk): Entry {
    const entry: Entry = {
      chunk,
      features: featuresOf(chunk),
      sense: undefined,
      norm: 1,
      normOf: null,
    };
    this.#passages.set(keyOf(tenantId, chunk.id), entry, costOf(entry));
    return entry;
  }

  async #loadSources(
    tx: Tx,
    tenantId: string,
    candidates: readonly Candidate[],
  ): Promise<ReadonlyMap<string, IndexedSource>> {
    const found = new Map<string, IndexedSource>();
    const missing = new Set<string>();
    for (const { sourceId, sourceVersion } of candidates) {
      if (found.has(sourceId)) continue;
      const source = this.#sources.get(`${tenantId} ${sourceId} ${sourceVersion}`);
      if (source === undefined) missing.add(sourceId);
      else found.set(sourceId, source);
    }
    if (missing.size === 0) return found;
    for (const row of await readSourceTerms(tx, [...missing])) {
      const source = {
        terms: decodeCounts(row.terms),
        tokenCount: row.tokenCount,
        chunkCount: row.chunkCount,
        url: row.url,
      };
      const key = `${tenantId} ${row.sourceId} ${row.version}`;
      this.#sources.set(key, source, 200 + source.terms.ids.length * 8);
      found.set(row.sourceId, source);
    }
    return found;
  }
}

const keyOf = (tenantId: string, id: string): string => `${tenantId} ${id}`;

const normalise = (entry: Entry, statistics: Statistics): void => {
  entry.norm = passageNorm(entry.features, statistics);
  entry.normOf = statistics;
};

const senseOfChunk = ({ title, heading, text }: Chunk): Sense | null =>
  senseOf(tokensOf(`${title}\n${heading}\n${text}`));

/** Bytes an entry takes, roughly. */
const costOf = ({ chunk, features }: Entry): number =>
  1000 +
  chunk.text.length * 2 +
  (features.tokens.ids.length + features.pieces.ids.length) * 8 +
  (features.titles.tokens.ids.length + features.titles.pieces.ids.length) * 8;
