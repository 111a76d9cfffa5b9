import type { Tx } from "../client.ts";

/** A provider of a workspace. Its key is not here: it is sealed. */
export type ModelProvider = {
  readonly id: string;
  /** What people, policies and decisions call it. */
  readonly name: string;
  readonly enabled: boolean;
  /** Base URL of a chat API in OpenAI's dialect, such as https://api.openai.com/v1. */
  readonly url: string;
  readonly model: string;
  /** The last characters of its key; null for a server that wants none. */
  readonly keyEnding: string | null;
  /** US dollars for a million tokens; both null where nobody has said. */
  readonly priceIn: number | null;
  readonly priceOut: number | null;
  readonly firstTokenMs: number;
  readonly callMs: number;
  readonly concurrency: number;
  readonly callsPerMinute: number;
  /** Grows with each change. */
  readonly revision: number;
};

/** All providers of the workspace in the order they are asked, also those that are switched off. */
export const readModelProviders = (tx: Tx): Promise<readonly ModelProvider[]> =>
  tx<ModelProvider[]>`
    select id, name, enabled, url, model, key_ending as "keyEnding", price_in::float8 as "priceIn",
      price_out::float8 as "priceOut", first_token_ms as "firstTokenMs", call_ms as "callMs", concurrency,
      calls_per_minute as "callsPerMinute", revision
    from xin.model_providers order by place, id`;

/** Names of the workspace's providers, in their order. */
export const readModelNames = async (tx: Tx): Promise<readonly string[]> => {
  const rows = await tx<{ name: string }[]>`
    select name from xin.model_providers order by place, id`;
  return rows.map(({ name }) => name);
};

/** What calls of models may cost, in US dollars, and how many there may be; null is no limit. */
export type ModelBudget = {
  readonly conversationUsd: number | null;
  readonly dayUsd: number | null;
  readonly dayCalls: number | null;
};

/** The budget of the workspace; no limits where none was set. */
export const readModelBudget = async (tx: Tx): Promise<ModelBudget> => {
  const [row] = await tx<ModelBudget[]>`
    select conversation_usd::float8 as "conversationUsd", day_usd::float8 as "dayUsd",
      day_calls as "dayCalls"
    from xin.model_budgets`;
  return row ?? { conversationUsd: null, dayUsd: null, dayCalls: null };
};

/** What calls of models have taken on a day. */
export type ModelDay = {
  /** `2026-11-26`, in UTC. */
  readonly day: string;
  readonly isToday: boolean;
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
};

/** The days of the last fortnight on which models were called, the newest first. */
export const readModelDays = (tx: Tx): Promise<readonly ModelDay[]> =>
  tx<ModelDay[]>`
    select day::text, day = (now() at time zone 'utc')::date as "isToday", calls,
      tokens_in as "tokensIn", tokens_out as "tokensOut", cost_usd::float8 as "costUsd"
    from xin.model_days where day > (now() at time zone 'utc')::date - 14 order by day desc`;
