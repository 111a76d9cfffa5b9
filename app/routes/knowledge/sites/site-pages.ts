import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readSite, readSitePages } from "#db/reads/sites.ts";
import type { Route } from "./+types/site-pages.ts";
import { webFailureText } from "./web-failure-text.ts";

/** The pages of a site as JSON, those with a problem first. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const id = params.siteId;
  if (!isId(id)) throw data(null, { status: 404 });
  const pages = await read(async (tx) =>
    (await readSite(tx, id)) === null ? null : readSitePages(tx, id),
  );
  if (pages === null) throw data(null, { status: 404 });
  const listed = pages.map((page) => ({
    ...page,
    failure: webFailureText(page.sourceFailureReason ?? page.failureReason, locale),
  }));
  return {
    pages: listed.toSorted((a, b) => Number(b.failure !== null) - Number(a.failure !== null)),
  };
}

/** Pages of a site change by what is told of them, not by every click. */
export const shouldRevalidate = () => false;
