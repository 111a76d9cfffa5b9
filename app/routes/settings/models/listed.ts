import type { ListedPrice } from "#engine/reply/model-price.ts";

/** Models whose price was looked up, by name. */
export type Listed = readonly (readonly [string, ListedPrice])[];
