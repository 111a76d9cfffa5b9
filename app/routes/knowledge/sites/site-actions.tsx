import { Trans, useLingui } from "@lingui/react/macro";
import { DeleteButton } from "#app/ui/delete-button.tsx";
import { RefreshIcon } from "#app/ui/icons.tsx";
import { ChangeAddress } from "./change-address.tsx";
import type { ListedSite } from "./list-sites.ts";

type Props = {
  readonly site: ListedSite;
  readonly isBusy: boolean;
  readonly run: (intent: "site-crawl" | "site-cancel" | "site-delete") => void;
};

/** What may be done with a site where it stands. */
export function SiteActions({ site, isBusy, run }: Props) {
  const { t } = useLingui();
  const isWorking = site.state === "queued" || site.state === "crawling";
  return (
    <span className="source-acts">
      {isWorking ? (
        <button
          type="button"
          className="btn sm ghost"
          disabled={isBusy}
          onClick={() => run("site-cancel")}
        >
          <Trans>Cancel</Trans>
        </button>
      ) : (
        <>
          {site.state === "failed" ? <ChangeAddress siteId={site.id} url={site.url} /> : null}
          <button
            type="button"
            className="ib"
            disabled={isBusy}
            aria-label={t`Crawl ${site.url} again`}
            title={t`Crawl again`}
            onClick={() => run("site-crawl")}
          >
            <RefreshIcon size={14} />
          </button>
        </>
      )}
      <DeleteSite site={site} run={run} />
    </span>
  );
}

function DeleteSite({ site: { url }, run }: Pick<Props, "site" | "run">) {
  return (
    <DeleteButton
      name={url}
      title={<Trans>Delete this site?</Trans>}
      onDelete={() => run("site-delete")}
    >
      <Trans>
        The AI stops answering from all pages of {url}. Answers already sent keep what they cited.
        This cannot be undone.
      </Trans>
    </DeleteButton>
  );
}
