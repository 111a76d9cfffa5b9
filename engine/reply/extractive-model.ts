import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import type { Locale } from "#contract/ids.ts";
import { composeQuotes } from "./compose-quotes.ts";
import { estimatePromptTokens, estimateTokens } from "./estimate-tokens.ts";
import { extractAnswer } from "./extract-answer.ts";
import type { NumberedPassage } from "./passage.ts";

/** What the built-in model answers from. */
export type ExtractiveTask = {
  readonly question: string;
  readonly locale: Locale;
  readonly passages: readonly NumberedPassage[];
};

/**
 * The model that needs no key and no network: it answers with sentences of the passages, word for
 * word, each with its citation, and says nothing when no sentence touches the question. It streams
 * word by word and stops at once when it is aborted.
 */
export const makeExtractiveModel = (task: ExtractiveTask): LanguageModelV4 => ({
  specificationVersion: "v4",
  provider: "xin",
  modelId: "extractive",
  supportedUrls: {},
  doStream: (options) => Promise.resolve({ stream: streamOf(parts(task, options)) }),
  doGenerate: async (options): Promise<LanguageModelV4GenerateResult> => {
    let text = "";
    for (const part of parts(task, options)) if (part.type === "text-delta") text += part.delta;
    return {
      content: [{ type: "text", text }],
      finishReason: { unified: "stop", raw: undefined },
      usage: usage(options, text),
      warnings: [],
    };
  },
});

function* parts(
  task: ExtractiveTask,
  options: LanguageModelV4CallOptions,
): Generator<LanguageModelV4StreamPart> {
  const text = composeQuotes(extractAnswer(task.question, task.passages, task.locale));
  yield { type: "stream-start", warnings: [] };
  if (text !== "") {
    yield { type: "text-start", id: "0" };
    for (const delta of wordsOf(text)) {
      options.abortSignal?.throwIfAborted();
      yield { type: "text-delta", id: "0", delta };
    }
    yield { type: "text-end", id: "0" };
  }
  yield {
    type: "finish",
    finishReason: { unified: "stop", raw: undefined },
    usage: usage(options, text),
  };
}

const streamOf = (all: Generator<LanguageModelV4StreamPart>) =>
  new ReadableStream<LanguageModelV4StreamPart>({
    pull: (controller) => {
      const next = all.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** A text in pieces of one word each, with the marks and spaces behind it. Joined they are the text again. */
export const wordsOf = (text: string): string[] => {
  const pieces: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    if (isWordLike === true || pieces.length === 0) pieces.push(segment);
    else pieces.push((pieces.pop() ?? "") + segment);
  }
  return pieces;
};

/** Tokens by the usual estimate. */
const usage = ({ prompt }: LanguageModelV4CallOptions, text: string) => {
  const input = estimatePromptTokens(prompt);
  const output = estimateTokens(text);
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
};
