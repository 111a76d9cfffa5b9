import { v7 as uuidv7 } from "uuid";
import type { Locale } from "#contract/ids.ts";
import type { Db } from "#db/client.ts";
import type { Envelope, Role } from "../actions/envelope.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "./permissions.ts";
import { refuseDuplicate } from "./refuse-duplicate.ts";

/** Somebody who joins a workspace. A person with this address in another workspace stays one person. */
export type NewMember = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
};

/**
 * Adds a member to the envelope's tenant and answers the member's id. Needs `members.manage`; only an
 * owner makes another owner. Refused as `invalid` for a bad address, `conflict` for a second time.
 */
export const addMember = async (db: Db, envelope: Envelope, input: NewMember): Promise<string> => {
  assertMay(envelope.actor.role, "members.manage");
  if (input.role === "owner" && envelope.actor.role !== "owner") {
    throw new ActionRefused({ kind: "forbidden", message: "Only an owner can add an owner." });
  }
  const email = input.email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
    throw new ActionRefused({
      kind: "invalid",
      message: `"${input.email}" is no e-mail address. It looks like name@example.com.`,
    });
  }
  const { tenantId } = envelope;
  const id = uuidv7();
  await refuseDuplicate(`${email} is already a member of this workspace.`, () =>
    db.tenant(tenantId, async (tx) => {
      const [person] = await tx<{ id: string }[]>`
        select xin.ensure_person(${uuidv7()}, ${email}, ${input.name}) as id`;
      if (person === undefined) throw new Error("ensure_person answered nobody");
      await tx`insert into xin.members (tenant_id, id, person_id, role, name, email, locale)
        values (${tenantId}, ${id}, ${person.id}, ${input.role}, ${input.name}, ${email}, ${input.locale})`;
      await recordAudit(tx, envelope, "member.add", id, { role: input.role });
    }),
  );
  return id;
};
