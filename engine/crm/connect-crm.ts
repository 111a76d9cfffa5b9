import { type CrmConnection, readCrmConnection } from "#db/reads/crm-connection.ts";
import { putCrmConnection } from "#db/writes/crm-connection.ts";
import type { Envelope } from "../actions/envelope.ts";
import { addressRules } from "../knowledge/web/address-rules.ts";
import { outsideUrl } from "../knowledge/web/outside-url.ts";
import { endingOf } from "../models/check-provider.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deleteSecretWithin, sealForStore, storeSealed } from "../tenancy/secrets.ts";
import { changeCrm } from "./change-crm.ts";
import { boundKey } from "./bound-key.ts";
import { type CrmDeps, crmKeySecret } from "./crm-deps.ts";
import { CrmRefused } from "./crm-refused.ts";

/** A connection as people enter it: a key that is left out stays, an empty one is taken away. */
export type CrmInput = { readonly url: string; readonly key?: string };

/**
 * Connects a workspace to the system with its orders and tickets, in place of another. A key stays with the
 * server it was entered for. Needs `crm.manage`. Refused as CrmRefused.
 */
export const connectCrm = async (deps: CrmDeps, env: Envelope, input: CrmInput): Promise<void> => {
  assertMay(env.actor.role, "crm.manage");
  const checked = outsideUrl(input.url, addressRules(deps.config.crmAllow));
  if ("problem" in checked) throw new CrmRefused(checked.problem);
  const { url } = checked;
  const key = input.key?.trim();
  if (key !== undefined && !/^[\x21-\x7e]{0,500}$/.test(key)) throw new CrmRefused("key");
  const sealed =
    key === undefined || key === ""
      ? null
      : await sealForStore(deps.keyProvider, env, {
          name: crmKeySecret,
          value: boundKey(url, key),
        });
  await changeCrm(deps, env, async (tx) => {
    const before = await readCrmConnection(tx);
    const isElsewhere = before !== null && new URL(before.url).origin !== new URL(url).origin;
    if (isElsewhere && before.keyEnding !== null && key === undefined) {
      throw new CrmRefused("key_again");
    }
    const keyEnding = keyEndingOf(before, key);
    await putCrmConnection(tx, env.tenantId, { url, keyEnding });
    if (sealed !== null) await storeSealed(tx, env, sealed);
    if (key === "") await deleteSecretWithin(tx, env, crmKeySecret);
    return { type: "crm.connected", detail: { url } };
  });
};

const keyEndingOf = (before: CrmConnection | null, key: string | undefined): string | null => {
  if (key === undefined) return before?.keyEnding ?? null;
  return key === "" ? null : endingOf(key);
};
