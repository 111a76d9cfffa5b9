import { Plural, Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link, useFetcher } from "react-router";
import { CheckIcon, ClockIcon, WarningIcon } from "#app/ui/icons.tsx";
import type { loader } from "./site-pages.ts";

/** Pages shown before somebody asks for all. */
const shownPages = 100;
type Page = Awaited<ReturnType<typeof loader>>["pages"][number];

/** The pages of a site with where each stands. Read again when `version` changes. */
export function SitePageList({
  siteId,
  version,
}: {
  readonly siteId: string;
  readonly version: string;
}) {
  const { load, data } = useFetcher<typeof loader>({ key: `pages-${siteId}` });
  const [all, setAll] = useState(false);
  useEffect(() => void load(`/knowledge/sites/${siteId}/pages`), [load, siteId, version]);
  if (data === undefined) {
    return (
      <p className="i3" role="status">
        <Trans>Reading…</Trans>
      </p>
    );
  }
  const { pages } = data;
  const more = all ? 0 : pages.length - shownPages;
  return (
    <>
      <ul className="site-pages">
        {pages.slice(0, all ? pages.length : shownPages).map((page) => (
          <PageItem key={page.url} page={page} />
        ))}
      </ul>
      {more > 0 ? (
        <button type="button" className="btn sm" onClick={() => setAll(true)}>
          <Plural value={more} one="Show # more page" other="Show # more pages" />
        </button>
      ) : null}
    </>
  );
}

function PageItem({ page }: { readonly page: Page }) {
  const { url, title, sourceId, failure } = page;
  return (
    <li>
      <span className="site-page-name">
        {sourceId === null ? (
          <span className="m">{title ?? pathOf(url)}</span>
        ) : (
          <Link to={`/knowledge/${sourceId}`}>{title ?? pathOf(url)}</Link>
        )}
        <span className="xs i3 tr">{pathOf(url)}</span>
      </span>
      <span className="site-page-state">
        <PageState page={page} />
        {failure === null ? null : <span className="xs i2">{failure}</span>}
      </span>
    </li>
  );
}

function PageState({ page: { state, sourceState, failure } }: { readonly page: Page }) {
  if (state === "failed" || sourceState === "failed") {
    return (
      <span className="st bad">
        <WarningIcon size={12} />
        <Trans>Not readable</Trans>
      </span>
    );
  }
  if (sourceState === "live") {
    return (
      <span className="st ok">
        <CheckIcon size={12} />
        <Trans>Live</Trans>
      </span>
    );
  }
  if (state === "waiting" || sourceState !== null) {
    return (
      <span className="st">
        <ClockIcon size={12} />
        {sourceState === null ? <Trans>Waits for its turn</Trans> : <Trans>Indexing</Trans>}
      </span>
    );
  }
  return (
    <span className="st">
      {state === "gone" ? (
        <Trans>No longer there</Trans>
      ) : state === "duplicate" ? (
        <Trans>Same as another page</Trans>
      ) : failure === null ? (
        <Trans>Left out</Trans>
      ) : (
        <Trans>Left out:</Trans>
      )}
    </span>
  );
}

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
