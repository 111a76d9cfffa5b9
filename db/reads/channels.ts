import type { Tx } from "../client.ts";

/** A channel of the tenant. `settings` is as stored: read it with `readChannelSettings`. */
export type ChannelRecord = {
  readonly id: string;
  readonly kind: "widget";
  readonly name: string;
  readonly key: string;
  readonly settings: unknown;
};

/** The tenant's channels, oldest first; at most 200. */
export const readChannels = (tx: Tx): Promise<ChannelRecord[]> =>
  tx<ChannelRecord[]>`
    select id, kind, name, key, settings from xin.channels order by created_at, id limit 200`;
