import { fieldText } from "#app/server/field-text.ts";
import type { Signed } from "#app/server/require-principal.ts";
import { isId } from "#app/server/is-id.ts";
import { runSiteAct } from "./sites/site-acts.ts";

/** Most sources one act may name: a page of the list. */
const mostSources = 100;

/** Does what a form of the Knowledge page asks for. Throws what the action refuses. */
export const runAct = async (signed: Signed, form: FormData): Promise<void> => {
  const { services, envelope } = signed;
  const { knowledge } = services;
  const intent = fieldText(form, "intent");
  const own = () => envelope(crypto.randomUUID());
  if (intent === "paste") {
    const bytes = Buffer.from(fieldText(form, "text"));
    await knowledge.addSource(own(), { kind: "text", title: fieldText(form, "title"), bytes });
    return;
  }
  if (intent.startsWith("site-")) return runSiteAct(signed, form);
  const acts: Readonly<Record<string, (sourceId: string) => Promise<unknown>>> = {
    delete: (sourceId) => knowledge.deleteSource(own(), { sourceId }),
    retry: (sourceId) => knowledge.retrySource(own(), { sourceId }),
    cancel: (sourceId) => knowledge.cancelSource(own(), { sourceId }),
    review: (sourceId) => knowledge.reviewSource(own(), { sourceId, reviewAfterMonths: null }),
  };
  const run = acts[intent];
  // One that is refused stops no other; the first refusal is told.
  const refusals: unknown[] = [];
  for (const sourceId of idsOf(form)) {
    await run?.(sourceId).catch((error: unknown) => refusals.push(error));
  }
  if (refusals.length > 0) throw refusals[0];
};

const idsOf = (form: FormData): readonly string[] =>
  form
    .getAll("sourceId")
    .filter((id) => typeof id === "string")
    .filter(isId)
    .slice(0, mostSources);
