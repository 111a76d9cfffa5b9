import { Trans, useLingui } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import { RefreshIcon, TrashIcon } from "#app/ui/icons.tsx";
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
  const { t } = useLingui();
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="ib" aria-label={t`Delete ${url}`} title={t`Delete`}>
        <TrashIcon size={14} />
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="modal">
          <header className="modal-head">
            <AlertDialog.Title>
              <Trans>Delete this site?</Trans>
            </AlertDialog.Title>
          </header>
          <div className="modal-body">
            <AlertDialog.Description>
              <Trans>
                The AI stops answering from all pages of {url}. Answers already sent keep what they
                cited. This cannot be undone.
              </Trans>
            </AlertDialog.Description>
            <div className="modal-acts">
              <AlertDialog.Cancel className="btn">
                <Trans>Keep</Trans>
              </AlertDialog.Cancel>
              <AlertDialog.Action className="btn danger" onClick={() => run("site-delete")}>
                <Trans>Delete</Trans>
              </AlertDialog.Action>
            </div>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
