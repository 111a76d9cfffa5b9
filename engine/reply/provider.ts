import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { ExtractiveTask } from "./extractive-model.ts";
import { makeExtractiveModel } from "./extractive-model.ts";

/** What every provider gets to make a model of: the task, and the model name the policy asks for. */
export type ModelTask = ExtractiveTask & { readonly modelName: string | null };

/** How long a provider may take, and how much of it we use. */
export type ProviderLimits = {
  /** Until the first word of one attempt. */
  readonly firstTokenMs: number;
  /** Until the first word with all retries; a `retry-after` beyond it goes to the next provider at once. */
  readonly openingMs: number;
  /** Between two words. */
  readonly idleMs: number;
  /** The whole call. */
  readonly callMs: number;
  readonly retries: number;
  /** Calls at the same time. */
  readonly concurrency: number;
  /** Longest answer, in UTF-16 code units. */
  readonly maxCharacters: number;
};

/** Somewhere answers come from. */
export type Provider = {
  readonly name: string;
  /** Whether it runs outside this process: its answers are trusted less and its end is checked. */
  readonly external: boolean;
  readonly limits: ProviderLimits;
  model(task: ModelTask): LanguageModelV4;
};

/**
 * The bar: a fallback or a person within 15 s, whatever the provider does. Opening ends after 8 s and
 * a stall after 5 s more, which leaves two for the built-in model and the hand-over.
 */
export const externalLimits: ProviderLimits = {
  firstTokenMs: 7000,
  openingMs: 8000,
  idleMs: 5000,
  callMs: 40_000,
  retries: 2,
  concurrency: 16,
  maxCharacters: 6000,
};

/** A chat API in OpenAI's dialect: OpenAI, Anthropic and others through their own, vLLM, Ollama, llama.cpp. */
export const openAiProvider = (
  endpoint: { readonly url: string; readonly key: string | null; readonly model: string | null },
  limits: ProviderLimits = externalLimits,
): Provider => {
  const client = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: endpoint.url.replace(/\/+$/, ""),
    includeUsage: true,
    ...(endpoint.key === null ? {} : { apiKey: endpoint.key }),
  });
  return {
    name: "openai-compatible",
    external: true,
    limits,
    model: ({ modelName }) => client.chatModel(modelName ?? endpoint.model ?? "default"),
  };
};

/** The built-in model. It cannot be away; the limits only guard against our own mistakes. */
export const extractiveProvider: Provider = {
  name: "xin",
  external: false,
  limits: { ...externalLimits, retries: 0, concurrency: 64 },
  model: makeExtractiveModel,
};
