import type { Tx } from "#db/client.ts";
import { type Member, readMembers } from "#db/reads/members.ts";
import { readModelNames } from "#db/reads/model-providers.ts";
import { readRetrievalPointer } from "#db/reads/retrieval-configs.ts";
import { readServiceHours } from "#db/reads/service-hours.ts";
import { may } from "../tenancy/permissions.ts";

/** What a page may name besides itself. A stored page was checked when it was saved, and is read without. */
export type KnownNames = {
  /** Names of the workspace's models. */
  readonly models: readonly string[];
  /** Number of the newest version of the retrieval config; 0 when none was saved. */
  readonly retrieval: number;
  /** Members who may answer conversations. */
  readonly members: readonly Pick<Member, "name" | "email">[];
  /** The time zone of the workspace's service hours; null when none are set. */
  readonly timeZone: string | null;
};

/** Reads what the pages of a workspace may name now. */
export const readKnownNames = async (tx: Tx): Promise<KnownNames> => {
  const [models, { last }, members, hours] = await Promise.all([
    readModelNames(tx),
    readRetrievalPointer(tx),
    readMembers(tx),
    readServiceHours(tx),
  ]);
  return {
    models,
    retrieval: last,
    members: members
      .filter(({ role }) => may(role, "conversations.write"))
      .map(({ name, email }) => ({ name, email })),
    timeZone: hours?.timeZone ?? null,
  };
};
