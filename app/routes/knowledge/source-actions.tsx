import { Trans, useLingui } from "@lingui/react/macro";
import { DropdownMenu } from "radix-ui";
import { Link } from "react-router";
import {
  CheckIcon,
  DownloadIcon,
  EyeIcon,
  MoreIcon,
  RefreshIcon,
  TrashIcon,
  UploadIcon,
} from "#app/ui/icons.tsx";
import type { ListedSource } from "./read-list.ts";
import type { TableTools } from "./table-tools.ts";
import { isWorking } from "./use-live-list.ts";
import type { SourceAct } from "./use-source-act.ts";

type Props = {
  readonly source: ListedSource;
  readonly act: SourceAct;
  readonly tools: TableTools;
};

/** One fitting button for where the source stands, and everything else behind three dots. */
export function SourceActions({ source, act, tools }: Props) {
  if (!tools.mayWrite) return null;
  return (
    <span className="source-acts">
      <Fitting {...{ source, act, tools }} />
      <More {...{ source, act, tools }} />
    </span>
  );
}

function Fitting({ source, act, tools }: Props) {
  const { id, state, failureReason, failureAt, staleSince } = source;
  const retry = (
    <button
      type="button"
      className="btn sm"
      disabled={act.isBusy}
      onClick={() => act.run("retry", id)}
    >
      <Trans>Try again</Trans>
    </button>
  );
  if (isWorking(state)) {
    return (
      <button
        type="button"
        className="btn sm ghost"
        disabled={act.isBusy}
        onClick={() => act.run("cancel", id)}
      >
        <Trans>Cancel</Trans>
      </button>
    );
  }
  if (state === "cancelled") return retry;
  if (state === "failed") {
    return (
      <>
        {failureAt === null ? null : (
          <Link className="btn sm" to={`/knowledge/${id}?row=${failureAt}`}>
            <Trans>Show row</Trans>
          </Link>
        )}
        {failureReason !== null && isPassing.has(failureReason) ? (
          retry
        ) : (
          <button type="button" className="btn sm" onClick={() => tools.replace(id)}>
            <Trans>Replace file</Trans>
          </button>
        )}
      </>
    );
  }
  if (staleSince === null) return null;
  return (
    <Link className="btn sm" to={`/knowledge/${id}`}>
      <Trans>Review</Trans>
    </Link>
  );
}

/** Failures that the same bytes may outlive. */
const isPassing: ReadonlySet<string> = new Set(["internal", "knowledge_full", "timeout"]);

function More({ source, act, tools }: Props) {
  const { t } = useLingui();
  const { id, title, state, staleSince } = source;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="ib" aria-label={t`More about ${title}`}>
        <MoreIcon size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.Item className="menu-item" asChild>
            <Link to={`/knowledge/${id}`}>
              <EyeIcon size={14} />
              <Trans>Show its passages</Trans>
            </Link>
          </DropdownMenu.Item>
          {isWorking(state) ? null : (
            <DropdownMenu.Item className="menu-item" onSelect={() => act.run("retry", id)}>
              <RefreshIcon size={14} />
              {state === "live" ? <Trans>Read it again</Trans> : <Trans>Try again</Trans>}
            </DropdownMenu.Item>
          )}
          {staleSince === null ? null : (
            <DropdownMenu.Item className="menu-item" onSelect={() => act.run("review", id)}>
              <CheckIcon size={14} />
              <Trans>It is right as it is</Trans>
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Item className="menu-item" onSelect={() => tools.replace(id)}>
            <UploadIcon size={14} />
            <Trans>Replace file</Trans>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" asChild>
            <a href={`/knowledge/${id}/file`} download>
              <DownloadIcon size={14} />
              <Trans>Download</Trans>
            </a>
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => tools.remove(source)}>
            <TrashIcon size={14} />
            <Trans>Delete</Trans>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
