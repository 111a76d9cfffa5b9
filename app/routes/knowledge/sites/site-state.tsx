import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { CheckIcon, ClockIcon, RefreshIcon, StopIcon, WarningIcon } from "#app/ui/icons.tsx";
import type { ListedSite } from "./list-sites.ts";
import { useTimeLeft } from "./use-time-left.ts";

/** Where a site stands: a crawl as a bar, a failure as a sentence. */
export function SiteState({ site }: { readonly site: ListedSite }) {
  const { state, counts, remark } = site;
  switch (state) {
    case "queued":
      return (
        <span className="st">
          <ClockIcon size={12} />
          <Trans>Queued</Trans>
        </span>
      );
    case "crawling":
      return <Crawling site={site} />;
    case "cancelled":
      return (
        <span className="st">
          <StopIcon size={12} />
          <Trans>Cancelled</Trans>
        </span>
      );
    case "failed":
      return (
        <>
          <span className="st bad">
            <WarningIcon size={12} />
            <Trans>Not readable</Trans>
          </span>
          <div className="xs i2">{site.failure}</div>
          {site.failureDetail === null ? null : (
            <div className="xs i3 source-detail" lang="en">
              {site.failureDetail}
            </div>
          )}
        </>
      );
    case "live": {
      const bad = counts.failed + counts.unusable;
      return (
        <>
          <span className="st ok">
            <CheckIcon size={12} />
            <Trans>Live</Trans>
          </span>
          {bad === 0 ? null : (
            <div className="xs c-bad-t">
              <Plural value={bad} one="# page is not readable" other="# pages are not readable" />
            </div>
          )}
          {remark === null ? null : <div className="xs i2">{remark}</div>}
        </>
      );
    }
  }
}

function Crawling({ site: { crawl, counts } }: { readonly site: ListedSite }) {
  const { t, i18n } = useLingui();
  const total = counts.found;
  const done = total - counts.waiting;
  const minutes = useTimeLeft(done, total);
  const [made, all] = [i18n.number(done), i18n.number(total)];
  return (
    <>
      <span className="st acc">
        <RefreshIcon size={12} />
        {crawl === 1 ? (
          <Trans>Crawling</Trans>
        ) : (
          <Plural
            value={counts.changed + counts.added}
            _0="Crawling again"
            one="Crawling again, # page changed"
            other="Crawling again, # pages changed"
          />
        )}
      </span>
      <div className="source-progress">
        <span
          className="prog"
          role="progressbar"
          aria-label={t`Progress`}
          aria-valuenow={total === 0 ? 0 : Math.round((done / total) * 100)}
        >
          <i style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }} />
        </span>
        <span className="xs i3 num">
          {minutes === null ? (
            <Trans>
              {made} of {all}
            </Trans>
          ) : (
            <Trans>
              {made} of {all}, {minutes} min left
            </Trans>
          )}
        </span>
      </div>
    </>
  );
}
