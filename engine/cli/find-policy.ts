import type { Db } from "#db/client.ts";
import { type PolicyRow, readPolicies } from "#db/reads/policies.ts";
import { type CommandContext, UsageError } from "./command.ts";

/** The policy that --name names; null without it. */
export const nameOption = ({ options }: CommandContext): string | null =>
  typeof options["name"] === "string" ? options["name"] : null;

/** The policy of this name; without one, the one that answers, or the first. A UsageError names those there are. */
export const findPolicy = async (
  db: Db,
  tenantId: string,
  name: string | null,
): Promise<PolicyRow> => {
  const policies = await db.tenant(tenantId, readPolicies);
  const found =
    name === null
      ? (policies.find(({ productionVersion }) => productionVersion !== null) ?? policies[0])
      : policies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  const known = policies.map((policy) => policy.name).join(", ") || "none yet";
  throw new UsageError(`There is no policy "${name ?? ""}". There are: ${known}.`);
};
