import type { Config } from "../runtime/config.ts";
import { extractiveProvider, openAiProvider, type Provider } from "./provider.ts";

/** The models of the installation, in the order they are asked; the built-in one is the last. */
export const installationProviders = (
  config: Pick<Config, "llmUrl" | "llmKey" | "llmModel">,
): readonly Provider[] => {
  const { llmUrl, llmKey, llmModel } = config;
  if (llmUrl === null) return [extractiveProvider];
  return [openAiProvider({ url: llmUrl, key: llmKey, model: llmModel }), extractiveProvider];
};
