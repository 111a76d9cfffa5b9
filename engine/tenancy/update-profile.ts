import type { Locale } from "#contract/ids.ts";
import type { Db } from "#db/client.ts";
import type { Envelope } from "../actions/envelope.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";

/** What members change about themselves; what is left out stays. */
export type Profile = { readonly name?: string; readonly locale?: Locale };

/** Changes the acting member's own name or language, in this workspace. */
export const updateProfile = async (db: Db, envelope: Envelope, input: Profile): Promise<void> => {
  const { tenantId, actor } = envelope;
  const name = input.name?.trim();
  if (name !== undefined && (name === "" || name.length > 100)) {
    throw new ActionRefused({ kind: "invalid", message: "A name has 1 to 100 characters." });
  }
  if (actor.kind !== "member") {
    throw new ActionRefused({ kind: "forbidden", message: "Only a member has a profile." });
  }
  await db.tenant(tenantId, async (tx) => {
    const changed = await tx`update xin.members
      set name = coalesce(${name ?? null}, name), locale = coalesce(${input.locale ?? null}, locale)
      where id = ${actor.id}`;
    if (changed.count === 0) {
      throw new ActionRefused({ kind: "not_found", message: "There is no such member." });
    }
    await recordAudit(tx, envelope, "member.update-profile", actor.id, {
      name: name !== undefined,
      locale: input.locale ?? null,
    });
  });
};
