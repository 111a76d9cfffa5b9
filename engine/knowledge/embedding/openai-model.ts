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

/**
 * The model with an id of its own: another URL, name, length or prefix is another model, whose vectors never
 * mix; and so is one that is asked with a key and not without, since a stored model never changes.
 */
export const openAiModel = (choice: OpenAiModelChoice): EmbeddingModel => {
  const { secret } = choice;
  return modelOf(choice, secret === null ? {} : { secret });
};

/** The same for an API that a workspace named itself. Its own key, if there is one, has the model's name. */
export const ownOpenAiModel = (
  choice: Omit<OpenAiModelChoice, "secret">,
  { hasKey }: { readonly hasKey: boolean },
): EmbeddingModel => {
  const model = modelOf(choice, { guarded: true, ...(hasKey && { secret: "own" }) });
  const secret = hasKey ? { secret: keyNameOf(model.id) } : {};
  return { ...model, settings: { ...model.settings, ...secret } };
};

/** The name of the secret with a workspace's own key for a model. */
export const keyNameOf = (modelId: string): string => `embedding.${modelId}`;

const modelOf = (
  { url, model, dims, prefixes = {} }: Omit<OpenAiModelChoice, "secret">,
  reach: Pick<EmbeddingModel["settings"], "secret" | "guarded">,
): EmbeddingModel => {
  const identity = JSON.stringify([url, model, dims, prefixes, ...Object.values(reach)]);
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return {
    id: `openai-${hash}`,
    provider: "openai",
    model,
    revision: "1",
    dims,
    prefixes,
    settings: { url, ...reach },
    tokenizerVersion,
  };
};
