import { createHash } from "node:crypto";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { tokenizerVersion } from "../tokens.ts";

/** A model behind an API in OpenAI's dialect. */
export type OpenAiModelChoice = {
  /** Base URL, such as https://api.openai.com/v1. */
  readonly url: string;
  readonly model: string;
  /** Numbers in its vectors. */
  readonly dims: number;
  /** Name of the tenant's secret with the key; null for a server that wants none. */
  readonly secret: string | null;
  /** What the model wants in front of a text, such as "query: ". */
  readonly prefixes?: EmbeddingModel["prefixes"];
};

/** The model with an id of its own: another URL, name, length or prefix is another model, whose vectors never mix. */
export const openAiModel = (choice: OpenAiModelChoice): EmbeddingModel => {
  const { url, model, dims, secret, prefixes = {} } = choice;
  const identity = JSON.stringify([url, model, dims, prefixes]);
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return {
    id: `openai-${hash}`,
    provider: "openai",
    model,
    revision: "1",
    dims,
    prefixes,
    settings: { url, ...(secret === null ? {} : { secret }) },
    tokenizerVersion,
  };
};
