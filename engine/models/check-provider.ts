import type { StoredProvider } from "#db/writes/model-providers.ts";
import { type AddressRules, addressRules } from "../knowledge/web/address-rules.ts";
import { outsideUrl } from "../knowledge/web/outside-url.ts";
import { externalLimits } from "../reply/provider.ts";
import { listedPrice } from "../reply/model-price.ts";
import { ModelRefused } from "./model-refused.ts";

/** What a workspace says of a provider; what is left out gets a usual value. */
export type ProviderInput = {
  readonly name: string;
  readonly url: string;
  readonly model: string;
  /** US dollars for a million tokens. Left out, they are those of the price list; null is unknown. */
  readonly priceIn?: number | null;
  readonly priceOut?: number | null;
  readonly firstTokenMs?: number;
  readonly callMs?: number;
  readonly concurrency?: number;
  readonly callsPerMinute?: number;
  readonly enabled?: boolean;
};

/** Names that mean something already: the built-in model, and that of the installation. */
const takenNames: ReadonlySet<string> = new Set(["xin", "installation", "openai-compatible"]);

/**
 * Checks a provider and fills in what was not said. `allow` has the entries of XIN_MODEL_ALLOW; null for an
 * address that was allowed when it was entered: what is no longer can still be switched off. Throws
 * ModelRefused. A host name is checked again whenever it is connected to: it may lead elsewhere by then.
 */
export const checkProvider = (
  input: ProviderInput,
  allow: readonly string[] | null,
): Omit<StoredProvider, "id" | "keyEnding"> => {
  const name = input.name.trim();
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name) || takenNames.has(name)) {
    throw new ModelRefused("name");
  }
  const model = input.model.trim();
  if (!/^[\x21-\x7e]{1,100}$/.test(model)) throw new ModelRefused("model");
  const { firstTokenMs = externalLimits.firstTokenMs, callMs = externalLimits.callMs } = input;
  const areTimes =
    isWhole(firstTokenMs, 500, 60_000) && isWhole(callMs, 1000, 300_000) && callMs > firstTokenMs;
  if (!areTimes) throw new ModelRefused("times");
  const { concurrency = externalLimits.concurrency } = input;
  const { callsPerMinute = externalLimits.callsPerMinute } = input;
  if (!isWhole(concurrency, 1, 256) || !isWhole(callsPerMinute, 1, 10_000)) {
    throw new ModelRefused("limits");
  }
  return {
    name,
    url: checkUrl(input.url, allow === null ? null : addressRules(allow)),
    model,
    ...checkPrices(input, model),
    firstTokenMs,
    callMs,
    concurrency,
    callsPerMinute,
    enabled: input.enabled ?? true,
  };
};

/** Checks an API key; an empty one is none. Throws ModelRefused. */
export const checkKey = (raw: string): string | null => {
  const key = raw.trim();
  if (key === "") return null;
  // What else a header may hold is no key, and would be refused with the key in the error's words.
  if (!/^[\x21-\x7e]{1,500}$/.test(key)) throw new ModelRefused("key");
  return key;
};

/** What may be shown of a key: its end, and nothing of one so short that its end would give it away. */
export const endingOf = (key: string): string => (key.length < 16 ? "" : key.slice(-4));

const checkUrl = (raw: string, rules: AddressRules | null): string => {
  const checked = outsideUrl(raw, rules);
  if ("problem" in checked) throw new ModelRefused(checked.problem);
  return checked.url;
};

const checkPrices = ({ priceIn, priceOut }: ProviderInput, model: string) => {
  const listed = priceIn === undefined && priceOut === undefined ? listedPrice(model) : null;
  const prices = {
    priceIn: priceIn ?? listed?.in ?? null,
    priceOut: priceOut ?? listed?.out ?? null,
  };
  const given = [prices.priceIn, prices.priceOut].filter((price) => price !== null);
  const isRight = given.every((price) => price >= 0 && price <= 10_000);
  if (given.length === 1 || !isRight) throw new ModelRefused("price");
  return prices;
};

const isWhole = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;
