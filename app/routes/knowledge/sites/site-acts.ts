import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import type { Signed } from "#app/server/require-principal.ts";

/** Does what a form about sites asks for. Throws what the action refuses. */
export const runSiteAct = async (
  { services: { knowledge }, envelope }: Signed,
  form: FormData,
): Promise<void> => {
  const intent = fieldText(form, "intent");
  const own = envelope(crypto.randomUUID());
  const url = fieldText(form, "url");
  if (intent === "site-add") {
    if (fieldText(form, "scope") === "page") await knowledge.addUrl(own, { url });
    else await knowledge.addSite(own, { url, ...limitsOf(form) });
    return;
  }
  const siteId = fieldText(form, "siteId");
  if (!isId(siteId)) return;
  if (intent === "site-change") await knowledge.changeSite(own, { siteId, url });
  if (intent === "site-crawl") await knowledge.recrawlSite(own, { siteId });
  if (intent === "site-cancel") await knowledge.cancelSite(own, { siteId });
  if (intent === "site-delete") await knowledge.deleteSite(own, { siteId });
};

/** What was left empty is left to the action. */
const limitsOf = (form: FormData) => {
  const [pathPrefix, maxDepth, maxPages] = ["pathPrefix", "maxDepth", "maxPages"].map((name) =>
    fieldText(form, name).trim(),
  );
  return {
    ...(pathPrefix ? { pathPrefix } : {}),
    ...(maxDepth ? { maxDepth: Number(maxDepth) } : {}),
    ...(maxPages ? { maxPages: Number(maxPages) } : {}),
  };
};
