import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ChevronDownIcon, ChevronRightIcon, SiteIcon } from "#app/ui/icons.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import type { ListedSite } from "./list-sites.ts";
import { SiteActions } from "./site-actions.tsx";
import { SitePageList } from "./site-page-list.tsx";
import { SiteState } from "./site-state.tsx";

type Props = {
  readonly site: ListedSite;
  readonly mayWrite: boolean;
};

/** A web site, which opens to its pages. */
export function SiteRow({ site, mayWrite }: Props) {
  const { t, i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { submit, state, data } = useFetcher<{ readonly problem: WireError | null }>({
    key: `site-${site.id}`,
  });
  const run = (intent: string) =>
    void submit({ intent, siteId: site.id }, { method: "post", action: "/knowledge" });
  const { id, url, chunkCount, langs, counts } = site;
  const isWorking = site.state === "queued" || site.state === "crawling";
  const name = url.replace(/^https?:\/\//, "").replace(/\/$/, "");
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <>
      <tr className={site.state === "failed" ? "is-failed" : undefined} data-site={id}>
        <td colSpan={mayWrite ? 2 : 1}>
          <div className="source-name">
            <SiteIcon />
            <div>
              <button
                type="button"
                className="site-name"
                aria-expanded={isOpen}
                aria-label={t`Pages of ${name}`}
                onClick={() => setOpen(!isOpen)}
              >
                {name} <Chevron size={12} />
              </button>
              <div className="xs i3">
                <Details site={site} />
              </div>
            </div>
          </div>
        </td>
        <td>
          <SiteState site={site} />
          {data?.problem == null || state !== "idle" ? null : (
            <div className="xs c-bad-t" role="alert">
              <ErrorText error={data.problem} />
            </div>
          )}
        </td>
        <td className="n wide">{chunkCount === 0 ? "–" : i18n.number(chunkCount)}</td>
        <td className="n wide i3">–</td>
        <td className="wide i2">
          {langs.length === 0 ? "–" : langs.map((lang) => lang.toUpperCase()).join(", ")}
        </td>
        <td className="wide i3">
          {isWorking ? <Trans>now</Trans> : <ClockTime at={site.crawledAt ?? site.updatedAt} />}
        </td>
        <td className="acts">
          {mayWrite ? <SiteActions site={site} isBusy={state !== "idle"} run={run} /> : null}
        </td>
      </tr>
      {isOpen ? (
        <tr className="site-open">
          <td colSpan={mayWrite ? 8 : 7}>
            <SitePageList siteId={id} version={`${site.updatedAt} ${JSON.stringify(counts)}`} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Details({ site: { mode, counts } }: { readonly site: ListedSite }) {
  if (mode === "page") return <Trans>One page</Trans>;
  const { found } = counts;
  return (
    <>
      <Trans>Site, {found} pages</Trans>
      {mode === "sitemap" ? (
        <>
          {", "}
          <Trans>sitemap</Trans>
        </>
      ) : null}
    </>
  );
}
