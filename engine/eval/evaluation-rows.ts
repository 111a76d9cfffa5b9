import { readFile } from "node:fs/promises";
import { Schema } from "effect";
import { UsageProblem } from "./usage-problem.ts";

/** A passage to index: one of an article, or an example question of an intent. */
const ChunkRow = Schema.Struct({
  id: Schema.String,
  article: Schema.optionalKey(Schema.String),
  intent: Schema.optionalKey(Schema.String),
  title: Schema.optionalKey(Schema.NullOr(Schema.String)),
  heading: Schema.optionalKey(Schema.NullOr(Schema.String)),
  text: Schema.String,
  lang: Schema.optionalKey(Schema.String),
  tenant: Schema.optionalKey(Schema.String),
});

/** A question. `gold` are the articles or intents that answer it; none means it should not be answered. */
const QueryRow = Schema.Struct({
  id: Schema.String,
  gold: Schema.Array(Schema.String),
  text: Schema.String,
  lang: Schema.optionalKey(Schema.String),
  tenant: Schema.optionalKey(Schema.String),
});
export type QueryRow = typeof QueryRow.Type;

/** The passages of one article, or the examples of one intent, in the order of the file. */
export type EvaluationArticle = {
  readonly name: string;
  readonly tenant: string;
  readonly chunks: readonly (typeof ChunkRow.Type)[];
};

/** What is indexed. In an FAQ file the articles are intents. */
export type EvaluationCorpus = {
  readonly kind: "articles" | "intents";
  readonly articles: readonly EvaluationArticle[];
};

/** Rows without a tenant belong to this one. */
export const defaultTenant = "default";

/** Reads the passages. `shots` keeps the first so many of each intent. */
export const readCorpus = async (path: string, shots: number | null): Promise<EvaluationCorpus> => {
  const rows = await readRows(path, ChunkRow);
  const kind = rows.some(({ intent }) => intent !== undefined) ? "intents" : "articles";
  const articles = new Map<
    string,
    { name: string; tenant: string; chunks: (typeof ChunkRow.Type)[] }
  >();
  for (const row of rows) {
    const name = (kind === "intents" ? row.intent : row.article) ?? row.id;
    const tenant = row.tenant ?? defaultTenant;
    const key = `${tenant}\0${name}`;
    const article = articles.get(key) ?? { name, tenant, chunks: [] };
    articles.set(key, article);
    if (kind === "intents" && shots !== null && article.chunks.length >= shots) continue;
    if (row.text.trim() !== "") article.chunks.push(row);
  }
  return { kind, articles: [...articles.values()] };
};

/** Reads the questions. */
export const readQueries = (path: string): Promise<readonly QueryRow[]> => readRows(path, QueryRow);

const readRows = async <T>(path: string, schema: Schema.Codec<T>): Promise<readonly T[]> => {
  const decode = Schema.decodeUnknownSync(schema);
  const lines = (await readText(path)).split("\n");
  const rows: T[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    try {
      rows.push(decode(JSON.parse(line)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageProblem(`${path}, line ${index + 1}: ${reason}`);
    }
  }
  if (rows.length === 0) throw new UsageProblem(`${path} has no rows.`);
  return rows;
};

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new UsageProblem(`Cannot read ${path}: does it exist?`);
  }
};
