import type { Tx } from "../client.ts";

/** Hides what the AI decided silently from everything this transaction reads after it. */
export const hideShadow = (tx: Tx): Promise<unknown> =>
  // At once: what is asked next in the same transaction must come behind it.
  tx`select set_config('app.hide_shadow', 'on', true)`.execute();
