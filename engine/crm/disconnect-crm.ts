import { deleteCrmConnection } from "#db/writes/crm-connection.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deleteSecretWithin } from "../tenancy/secrets.ts";
import { changeCrm } from "./change-crm.ts";
import { type CrmDeps, crmKeySecret } from "./crm-deps.ts";

/** Takes the connection and its key away, if there is one. Needs `crm.manage`. */
export const disconnectCrm = async (
  deps: Pick<CrmDeps, "db" | "bus">,
  env: Envelope,
): Promise<void> => {
  assertMay(env.actor.role, "crm.manage");
  await changeCrm(deps, env, async (tx) => {
    if (!(await deleteCrmConnection(tx))) return null;
    await deleteSecretWithin(tx, env, crmKeySecret);
    return { type: "crm.disconnected" };
  });
};
