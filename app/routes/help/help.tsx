import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { data, useLocation } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import type { Route } from "./+types/help.ts";
import { HelpList } from "./help-list.tsx";
import { type HelpName, helpPages, isHelpName } from "./help-pages.ts";
import { HelpText } from "./help-text.tsx";

const firstPage: HelpName = "get-started";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  requirePrincipal(request, context);
  const asked = params.page ?? firstPage;
  if (!isHelpName(asked)) throw data(null, { status: 404 });
  const pages = await helpPages(context.get(requestContext).locale);
  const open = pages.find(({ name }) => name === asked);
  if (open === undefined) throw data(null, { status: 404 });
  return {
    open,
    pages: pages.map(({ name, title, sections }) => ({ name, title, sections })),
  };
}

/** What operators, authors and those who run Xin may want to know, in their language. */
export default function Help({ loaderData }: Route.ComponentProps) {
  const { open, pages } = loaderData;
  const { hash } = useLocation();
  useEffect(() => {
    const section = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (section === null) document.querySelector(".help-text")?.scrollTo(0, 0);
    else section.scrollIntoView();
  }, [hash, open.name]);
  return (
    <main className="page" id="content">
      <title>{`${open.title} · Xin`}</title>
      <header className="bar page-bar">
        <h1>
          <Trans>Help</Trans>
        </h1>
      </header>
      <div className="page-body help">
        <HelpList pages={pages} />
        <article className="help-text" aria-labelledby="help-title">
          <h1 id="help-title">{open.title}</h1>
          <HelpText tree={open.tree} sections={open.sections} />
        </article>
      </div>
    </main>
  );
}
