import { fieldText } from "#app/server/field-text.ts";
import type { Signed } from "#app/server/require-principal.ts";
import type { Locale } from "#contract/ids.ts";
import { connectCrm } from "#engine/crm/connect-crm.ts";
import { crmFailures } from "#engine/crm/crm-failures.ts";
import { disconnectCrm } from "#engine/crm/disconnect-crm.ts";
import { testCrm } from "#engine/crm/test-crm.ts";

/** What came of a form of the page. */
export type CrmResult = {
  /** Why it was refused, in the reader's language; null when it was done. */
  readonly problem: string | null;
  readonly test?:
    | { readonly text: string; readonly hasOwner: boolean; readonly ms: number }
    | { readonly fix: string; readonly detail: string | null };
};

/** Does what a form of the page asks for. Throws what the action refuses. */
export const runCrmAct = async (
  { services, envelope }: Signed,
  form: FormData,
  locale: Locale,
): Promise<CrmResult> => {
  const own = envelope(crypto.randomUUID());
  const intent = fieldText(form, "intent");
  if (intent === "test") {
    const kind = fieldText(form, "kind") === "ticket" ? "ticket" : "order";
    const asked = { kind, number: fieldText(form, "number"), locale } as const;
    const tested = await testCrm(services, own, asked);
    if ("text" in tested) return { problem: null, test: tested };
    return {
      problem: null,
      test: { fix: crmFailures[tested.failure][locale], detail: tested.detail },
    };
  }
  if (intent === "disconnect") await disconnectCrm(services, own);
  if (intent === "connect") {
    const keeps = fieldText(form, "keyChoice") === "keep";
    const key = keeps ? {} : { key: fieldText(form, "key") };
    await connectCrm(services, own, { url: fieldText(form, "url"), ...key });
  }
  return { problem: null };
};
