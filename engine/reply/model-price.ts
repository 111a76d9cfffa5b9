/** What a model costs, in US dollars for a million tokens. */
export type Price = { readonly in: number; readonly out: number };

/** A price somebody looked up: where, and when. */
export type ListedPrice = Price & { readonly source: string; readonly asOf: string };

/** What a call costs, in US dollars; null where nobody knows the price. */
export const costOf = (
  price: Price | null,
  { tokensIn, tokensOut }: { readonly tokensIn: number; readonly tokensOut: number },
): number | null =>
  price === null ? null : (tokensIn * price.in + tokensOut * price.out) / 1_000_000;

/**
 * The listed price of a model by its name at the provider, also when a date or the maker's name is part of
 * it (`gpt-4.1-mini-2025-04-14`, `openai/gpt-4.1-mini`); null for one that is not listed. List prices
 * change and contracts differ: it is a first value for people to correct.
 */
export const listedPrice = (model: string): ListedPrice | null => {
  const name = (model.split("/").at(-1) ?? "").toLowerCase();
  const base = name.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, "");
  return listedPrices.get(name) ?? listedPrices.get(base) ?? null;
};

const openAi = { source: "developers.openai.com/api/docs/pricing", asOf: "2026-03-21" } as const;
const anthropic = { source: "platform.claude.com/docs", asOf: "2026-10-08" } as const;

/**
 * List prices by the model's name at its maker. That of Haiku 5.5 holds up to 100,000 tokens of prompt, far
 * more than a reply has.
 */
export const listedPrices: ReadonlyMap<string, ListedPrice> = new Map([
  ["gpt-4o", { in: 2.5, out: 10, ...openAi }],
  ["gpt-4o-mini", { in: 0.15, out: 0.6, ...openAi }],
  ["gpt-4.1", { in: 2, out: 8, ...openAi }],
  ["gpt-4.1-mini", { in: 0.4, out: 1.6, ...openAi }],
  ["gpt-4.1-nano", { in: 0.1, out: 0.4, ...openAi }],
  ["gpt-5", { in: 1.25, out: 10, ...openAi }],
  ["gpt-5-mini", { in: 0.25, out: 2, ...openAi }],
  ["gpt-5-nano", { in: 0.05, out: 0.4, ...openAi }],
  ["claude-haiku-4-5", { in: 1, out: 5, ...anthropic }],
  ["claude-haiku-5-5", { in: 0.1, out: 0.5, ...anthropic }],
]);
