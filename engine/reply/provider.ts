import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { ExtractiveTask } from "./extractive-model.ts";
import { makeExtractiveModel } from "./extractive-model.ts";
import { modelFetch } from "./model-fetch.ts";
import { listedPrice, type Price } from "./model-price.ts";

/** What every provider gets to make a model of: the task, and the model name the policy asks for. */
export type ModelTask = ExtractiveTask & { readonly modelName: string | null };

/** How long a provider may take, and how much of it we use. */
export type ProviderLimits = {
  /** Until the first word of one attempt. */
  readonly firstTokenMs: number;
  /** Until the first word with all retries; a `retry-after` beyond it goes to the next provider at once. */
  readonly openingMs: number;
  /** For the next few words; fewer in that time are no answer anybody waits for. */
  readonly idleMs: number;
  /** The whole call. */
  readonly callMs: number;
  readonly retries: number;
  /** Calls at the same time. */
  readonly concurrency: number;
  /** Calls of one workspace in a minute, as a bucket that fills evenly. */
  readonly callsPerMinute: number;
  /** Longest answer, in UTF-16 code units. */
  readonly maxCharacters: number;
};

/** Somewhere answers come from. */
export type Provider = {
  /** What people, policies and decisions call it. */
  readonly name: string;
  /** What its circuit, its slots and its pause are kept by: the same for all who share it. */
  readonly key: string;
  /** Whether it runs outside this process: its answers are trusted less and its end is checked. */
  readonly external: boolean;
  readonly limits: ProviderLimits;
  /** The model it takes for a task. */
  modelName(task: ModelTask): string;
  /** What that model costs; null where nobody knows. */
  price(task: ModelTask): Price | null;
  /** Makes the model. May reject, and then counts as unavailable. */
  open(task: ModelTask): LanguageModelV4 | Promise<LanguageModelV4>;
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
  callsPerMinute: 300,
  maxCharacters: 6000,
};

/**
 * Until the first word of an answer, whoever it comes from: as long as the most patient of the providers
 * may take, however many there are.
 */
export const openingMsOf = (providers: readonly Provider[]): number =>
  Math.max(0, ...providers.map(({ limits }) => limits.openingMs));

/**
 * The chat API of the installation, in OpenAI's dialect: OpenAI, Anthropic and others through their own,
 * vLLM, Ollama, llama.cpp. All workspaces share it; a policy may name another model there.
 */
export const openAiProvider = (
  endpoint: { readonly url: string; readonly key: string | null; readonly model: string | null },
  limits: ProviderLimits = externalLimits,
): Provider => {
  const client = openAiClient(endpoint, modelFetch());
  const modelName = (task: ModelTask) => task.modelName ?? endpoint.model ?? "default";
  return {
    name: "openai-compatible",
    key: "installation",
    external: true,
    limits,
    modelName,
    price: (task) => listedPrice(modelName(task)),
    open: (task) => client.chatModel(modelName(task)),
  };
};

/** A client of a chat API. The key goes into a header and nowhere else. */
export const openAiClient = (
  { url, key }: { readonly url: string; readonly key: string | null },
  fetch: typeof globalThis.fetch,
) =>
  createOpenAICompatible({
    name: "openai-compatible",
    baseURL: url.replace(/\/+$/, ""),
    includeUsage: true,
    fetch,
    ...(key === null ? {} : { apiKey: key }),
  });

/** The built-in model. It cannot be away; the limits only guard against our own mistakes. */
export const extractiveProvider: Provider = {
  name: "xin",
  key: "xin",
  external: false,
  limits: { ...externalLimits, retries: 0, concurrency: 64, callsPerMinute: 100_000 },
  modelName: () => "extractive",
  price: () => ({ in: 0, out: 0 }),
  open: makeExtractiveModel,
};
