import { randomBytes } from "node:crypto";
import { Schema } from "effect";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import type { Envelope } from "../actions/envelope.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { ChannelSettings } from "./channel-settings.ts";
import { assertMay } from "./permissions.ts";
import { refuseDuplicate } from "./refuse-duplicate.ts";

/** A new widget channel. Without a key one is made; the key is public, it stands in the page. */
export type NewChannel = {
  readonly name: string;
  readonly key?: string;
  readonly settings: ChannelSettings;
};

/** Creates a widget channel. Needs `channels.manage`. Refused as `invalid` or, for a taken key, `conflict`. */
export const createChannel = async (
  db: Db,
  envelope: Envelope,
  input: NewChannel,
): Promise<{ readonly channelId: string; readonly key: string }> => {
  assertMay(envelope.actor.role, "channels.manage");
  const settings = decode(input.settings);
  const key = input.key ?? `w_${randomBytes(12).toString("hex")}`;
  if (!/^[a-z0-9_]{8,64}$/.test(key) || input.name.trim() === "" || input.name.length > 100) {
    throw new ActionRefused({
      kind: "invalid",
      message:
        "A channel needs a name of 1 to 100 characters and a key of 8 to 64 lower-case letters, digits and underscores.",
    });
  }
  const { tenantId } = envelope;
  const channelId = uuidv7();
  await refuseDuplicate(`The widget key ${key} is taken. Choose another.`, () =>
    db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.channels (tenant_id, id, kind, name, key, settings)
        values (${tenantId}, ${channelId}, 'widget', ${input.name}, ${key}, ${tx.json(settings)})`;
      await recordAudit(tx, envelope, "channel.create", channelId, { name: input.name });
    }),
  );
  return { channelId, key };
};

const decode = (settings: unknown): ChannelSettings => {
  try {
    return Schema.decodeUnknownSync(ChannelSettings)(settings);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ActionRefused({ kind: "invalid", message: `The channel's settings: ${why}` });
  }
};
