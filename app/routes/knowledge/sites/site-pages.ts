import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readSitePages } from "#db/reads/sites.ts";
import type { Route } from "./+types/site-pages.ts";
import { webFailureText } from "./web-failure-text.ts";

/**
 * The pages of a site as JSON, those with a problem first. One that is gone has none: it may be deleted
 * while somebody looks at its pages.
 */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const id = params.siteId;
  if (!isId(id)) throw data(null, { status: 404 });
  const pages = await read((tx) => readSitePages(tx, id));
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
