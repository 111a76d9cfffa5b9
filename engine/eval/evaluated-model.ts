import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { bundledModel } from "../knowledge/embedding/bundled-model.ts";
import { EmbeddingFailure } from "../knowledge/embedding/embedding-failure.ts";
import { openAiModel } from "../knowledge/embedding/openai-model.ts";
import { postJson } from "../knowledge/embedding/post-json.ts";
import { hashModel } from "../knowledge/hash-embedding.ts";
import type { RetrievalArguments } from "./retrieval-arguments.ts";
import { UsageProblem } from "./usage-problem.ts";

/**
 * The embedding model that `--embedding` and `--model` name. One behind a URL is asked once, for the length
 * of its vectors. Rejects with UsageProblem when it does not answer; keys are not sent, since a tenant of an
 * evaluation has no secrets.
 */
export const evaluatedModel = async ({
  embedding,
  model,
}: Pick<RetrievalArguments, "embedding" | "model">): Promise<EmbeddingModel> => {
  if (embedding === "none") return hashModel;
  if (embedding === "bundled") return bundledModel;
  const dims = await dimsOf(embedding, model);
  return openAiModel({ url: embedding, model, dims, secret: null });
};

const dimsOf = async (base: string, model: string): Promise<number> => {
  const url = `${base.replace(/\/+$/, "")}/embeddings`;
  const body = { model, input: ["dimensions"], encoding_format: "float" };
  try {
    const answer = await postJson({ url, key: null, body, timeoutMs: 20_000 });
    const { data } = (answer ?? {}) as { data?: { embedding?: unknown }[] };
    const vector = Array.isArray(data) ? data[0]?.embedding : undefined;
    if (Array.isArray(vector) && vector.length > 0) return vector.length;
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    throw new UsageProblem(`There is no vector of ${model} from ${url}. ${error.message}`);
  }
  throw new UsageProblem(`${url} answered without a vector: is it an API in OpenAI's dialect?`);
};
