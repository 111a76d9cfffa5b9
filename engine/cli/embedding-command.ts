import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import type { Envelope } from "../actions/envelope.ts";
import type { ModelChoice } from "../knowledge/embedding/choose-model.ts";
import { type ComparedQuestion, compareModels } from "../knowledge/embedding/compare-models.ts";
import { readEmbeddingStatus } from "../knowledge/embedding/embedding-status.ts";
import { type Embedding, openEmbedding } from "../knowledge/embedding/open-embedding.ts";
import { rerankKey, setReranker } from "../knowledge/embedding/set-reranker.ts";
import { type KeyProvider, openLocalKeys } from "../tenancy/key-provider.ts";
import { sealForStore } from "../tenancy/secrets.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import {
  type Command,
  type CommandAnswer,
  type CommandContext,
  UsageError,
  requiredOption,
} from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";
import { withJobs } from "./with-jobs.ts";

/** Shows, builds, compares and swaps the embedding models of a workspace. */
export const embeddingCommand: Command = {
  name: "embedding",
  usage:
    "embedding --tenant T status | build bundled | build local --model FOLDER [--pooling cls] | build openai --model M --dims N | compare A B questions.jsonl | use ID | drop ID | rerank URL --model M [--key-file F] | rerank off",
  summary: "Shows, builds, compares and swaps the embedding models of a workspace.",
  options: {
    tenant: { type: "string" },
    model: { type: "string" },
    dims: { type: "string" },
    pooling: { type: "string" },
    "key-file": { type: "string" },
  },
  run: (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const [what = "status", ...rest] = context.args;
    const run = subcommands[what];
    if (run === undefined) throw new UsageError(`There is no "embedding ${what}".`);
    return withDatabase(context, async (db, database) => {
      const { id } = await findTenant(db, slug);
      const keys = await openLocalKeys(context.config().dataDir);
      const world = { keys, config: context.config() };
      return withJobs(context, database, async (jobs) => {
        const embedding = await openEmbedding({ db, log: context.log }, jobs, world);
        const envelope = systemEnvelope(id, `xin embedding ${what}`);
        return run({ context, db, keys, embedding, envelope }, rest);
      });
    });
  },
};

/** What a subcommand works with. */
type Work = {
  readonly context: CommandContext;
  readonly db: Db;
  readonly keys: KeyProvider;
  readonly embedding: Embedding;
  readonly envelope: Envelope;
};

type Subcommand = (work: Work, args: readonly string[]) => Promise<CommandAnswer>;

const status: Subcommand = async ({ db, envelope }) => {
  const models = await readEmbeddingStatus(db, envelope.tenantId);
  const lines = models.map(
    ({ use, model, missing }) =>
      `${use.padEnd(9)} ${model.id} (${model.provider}: ${model.model}, ${model.dims} dimensions), ${missing} passages missing`,
  );
  return { text: lines.join("\n") || "There is no knowledge yet.", json: { models } };
};

/** Builds here and now: this process does the job itself, and others help when they are there. */
const build: Subcommand = async (work, [provider]) => {
  const { db, embedding, envelope } = work;
  const { modelId } = await embedding.add(envelope, choiceOf(work.context, provider));
  await embedding.start();
  for (;;) {
    const models = await readEmbeddingStatus(db, envelope.tenantId);
    const building = models.find(({ use }) => use === "building");
    if (building?.model.id !== modelId) return { text: `${modelId} was dropped.`, json: null };
    if (building.missing === 0) break;
    await wait(500);
  }
  const text = `${modelId} is complete. Let it answer with: embedding use ${modelId}`;
  return { text, json: { modelId } };
};

const use: Subcommand = async ({ embedding, envelope }, [modelId = ""]) => {
  await embedding.activate(envelope, { modelId });
  return { text: `${modelId} answers from now on.`, json: { modelId } };
};

const drop: Subcommand = async ({ embedding, envelope }, [modelId = ""]) => {
  await embedding.drop(envelope, { modelId });
  return { text: `The vectors of ${modelId} are deleted.`, json: { modelId } };
};

const compare: Subcommand = async ({ db, envelope }, [first, second, path]) => {
  if (first === undefined || second === undefined || path === undefined) {
    throw new UsageError("Name two models and a file of questions.");
  }
  const questions = await readQuestions(path);
  const found = await compareModels(db, envelope.tenantId, [first, second], questions);
  const hits = found.hits.map(({ modelId, at, unasked }) => {
    const away = unasked === 0 ? "" : `, could not be asked ${unasked} times`;
    if (at === null) return `${modelId}: no question names its source${away}`;
    return `${modelId}: right source first ${percent(at[1])}, in three ${percent(at[3])}, in ten ${percent(at[10])}${away}`;
  });
  const agreement = `Same source first: ${percent(found.sameFirst)}. Same passages among five: ${percent(found.overlapAt5)}.`;
  return { text: [...hits, agreement].join("\n"), json: found };
};

const rerank: Subcommand = async ({ context, db, keys, envelope }, [url]) => {
  if (url === "off") {
    await setReranker(db, envelope, null);
    return { text: "No rerank model is used from now on.", json: { reranker: null } };
  }
  if (url === undefined || !URL.canParse(url)) {
    throw new UsageError("Give the base URL of the rerank API, or off.");
  }
  const model = requiredOption(context, "model", "rerank-v3.5");
  const file = context.options["key-file"];
  const key = typeof file === "string" ? (await readFile(file, "utf8")).trim() : "";
  if (key === "") await setReranker(db, envelope, { url, model });
  else {
    const sealed = await sealForStore(keys, envelope, { name: rerankKey, value: key });
    await setReranker(db, envelope, { url, model, secret: rerankKey }, sealed);
  }
  return { text: `${model} orders the first passages from now on.`, json: { url, model } };
};

const subcommands: Readonly<Record<string, Subcommand>> = {
  status,
  build,
  use,
  drop,
  compare,
  rerank,
};

/** The installation's key is sealed as a secret of the workspace: it stays there when the environment changes. */
const choiceOf = (context: CommandContext, provider: string | undefined): ModelChoice => {
  if (provider === "bundled") return { provider };
  if (provider === "local") {
    const { pooling = "mean" } = context.options;
    if (pooling !== "mean" && pooling !== "cls") throw new UsageError("--pooling is mean or cls.");
    return { provider, model: requiredOption(context, "model", "multilingual-e5-small"), pooling };
  }
  if (provider !== "openai") throw new UsageError("Name a provider: bundled, local or openai.");
  const model = requiredOption(context, "model", "text-embedding-3-small");
  const dims = Number(requiredOption(context, "dims", "1536"));
  if (!Number.isInteger(dims) || dims < 1 || dims > 4096) {
    throw new UsageError("--dims must be a whole number from 1 to 4096.");
  }
  return { provider, model, dims };
};

const readQuestions = async (path: string): Promise<ComparedQuestion[]> => {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`Cannot read ${path}: does it exist?`);
  });
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      try {
        const row = JSON.parse(line) as { text?: unknown; sourceIds?: unknown };
        const sourceIds = Array.isArray(row.sourceIds) ? row.sourceIds.map(String) : [];
        if (typeof row.text === "string") return { text: row.text, sourceIds };
      } catch {
        // Said below, with the line.
      }
      throw new UsageError(`Line ${index + 1} of ${path} is not {"text": …, "sourceIds": […]}.`);
    });
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
