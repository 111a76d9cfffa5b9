import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { estimateTokens } from "./estimate-tokens.ts";
import { ModelFailure } from "./model-failure.ts";
import type { StreamEnd } from "./stream-end.ts";

/** What a call has used, as far as is known. */
export type CallUse = {
  /** From the call to its first content, in milliseconds; null while none has come. */
  readonly firstTokenMs: number | null;
  readonly tokensIn: number;
  readonly tokensOut: number;
};

/** Follows a call and tells at its end what it used. */
export type CallMeter = {
  /** To be told of every part, in order. */
  hear(part: LanguageModelV4StreamPart): void;
  /** The first content is there. */
  opened(): void;
  /** What a call that ended so has used. */
  use(end: StreamEnd): CallUse;
};

/**
 * Tokens as the provider reports them. One that reports none, or whose answer never came to its end, is
 * taken to have read the whole prompt and written what we saw: rather too much than too little counts. A
 * call that was refused or never began has used nothing.
 */
export const meterCall = (promptTokens: number): CallMeter => {
  const startedAt = performance.now();
  let firstTokenMs: number | null = null;
  let reported: { tokensIn: number | undefined; tokensOut: number | undefined } | null = null;
  let seen = 0;
  return {
    hear: (part) => {
      if ("delta" in part) seen += estimateTokens(part.delta);
      if (part.type !== "finish") return;
      const { inputTokens, outputTokens } = part.usage;
      reported = { tokensIn: inputTokens.total, tokensOut: outputTokens.total };
    },
    opened: () => (firstTokenMs ??= Math.round(performance.now() - startedAt)),
    use: (end) => {
      const isFree = end instanceof ModelFailure && firstTokenMs === null && end.reason !== "slow";
      if (isFree) return { firstTokenMs, tokensIn: 0, tokensOut: 0 };
      const tokensIn = reported?.tokensIn ?? promptTokens;
      return { firstTokenMs, tokensIn, tokensOut: reported?.tokensOut ?? seen };
    },
  };
};
