import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Config } from "../../runtime/config.ts";
import { bundledModel } from "./bundled-model.ts";
import { type LocalModelChoice, localModel } from "./local-model.ts";
import { refuseFailure } from "./refuse-failure.ts";
import { openAiModel, ownOpenAiModel } from "./openai-model.ts";
import { usableUrl } from "./usable-url.ts";

/** The model a workspace wants. */
export type ModelChoice =
  | { readonly provider: "bundled" }
  | ({ readonly provider: "local" } & LocalModelChoice)
  | {
      readonly provider: "openai";
      /** Base URL of an API of the workspace's own; the installation's when missing. */
      readonly url?: string;
      readonly model: string;
      readonly dims: number;
      readonly prefixes?: EmbeddingModel["prefixes"];
      /** The key of that API of its own. */
      readonly key?: string;
    };

/** What an installation lends to its workspaces. */
export type LentModels = Pick<Config, "embeddingUrl" | "llmKey" | "modelsDir">;

/** A model, and the key to seal under the name its settings have; null when it wants none. */
export type ChosenModel = { readonly model: EmbeddingModel; readonly key: string | null };

/**
 * The model of a choice. The installation's key goes to the installation's API alone, and a workspace's to
 * the API it was given for. Refused as `invalid` when there is no such API or model, or its URL cannot be used.
 */
export const chooseModel = async (
  choice: ModelChoice,
  { embeddingUrl, llmKey, modelsDir }: LentModels,
): Promise<ChosenModel> => {
  if (choice.provider === "bundled") return { model: bundledModel, key: null };
  if (choice.provider === "local") {
    return { model: await refuseFailure(() => localModel(modelsDir, choice)), key: null };
  }
  const { url, key, model, dims, prefixes = {} } = choice;
  if (url !== undefined) {
    const hasKey = key !== undefined;
    const own = ownOpenAiModel({ url: usableUrl(url), model, dims, prefixes }, { hasKey });
    return { model: own, key: key ?? null };
  }
  if (key !== undefined) throw invalid("Give the URL of the API that the key is for.");
  if (embeddingUrl === null) {
    throw invalid("Give the base URL of an API, or set XIN_EMBEDDING_URL to one for everybody.");
  }
  const secret = llmKey === null ? null : "embedding.key";
  return { model: openAiModel({ url: embeddingUrl, model, dims, prefixes, secret }), key: llmKey };
};

const invalid = (message: string) => new ActionRefused({ kind: "invalid", message });
