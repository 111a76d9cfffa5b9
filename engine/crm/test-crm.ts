import type { Locale } from "#contract/ids.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { ownerOf, type RecordKind, recordText } from "./crm-record.ts";
import { CrmRefused } from "./crm-refused.ts";
import { type CrmFailure, recordNumber } from "./fetch-record.ts";
import { type CrmServices, openCrm } from "./open-crm.ts";

/** How a test went: the record in words, as the AI would read it, or why there is none. */
export type CrmTest =
  | { readonly text: string; readonly hasOwner: boolean; readonly ms: number }
  | { readonly failure: CrmFailure; readonly detail: string | null; readonly ms: number };

/**
 * Reads one record as a reply would. Needs `crm.manage`, since whoever tests sees anybody's record; refused as
 * CrmRefused `invalid` or `not_found`. A call that fails is an answer, not an error.
 */
export const testCrm = async (
  services: CrmServices,
  env: Envelope,
  {
    kind,
    number,
    locale = "en",
  }: { readonly kind: RecordKind; readonly number: string; readonly locale?: Locale },
): Promise<CrmTest> => {
  assertMay(env.actor.role, "crm.manage");
  const asked = number.trim();
  if (!recordNumber.test(asked)) throw new CrmRefused("number");
  const crm = openCrm(services);
  const startedAt = performance.now();
  try {
    const fetched = await crm.read(env.tenantId, kind, asked);
    if (fetched === null) throw new CrmRefused("none", "not_found");
    const ms = Math.round(performance.now() - startedAt);
    if ("failure" in fetched) return { ...fetched, ms };
    const { record } = fetched;
    return { text: recordText(record, locale), hasOwner: ownerOf(record).email !== null, ms };
  } finally {
    await crm.close();
  }
};
