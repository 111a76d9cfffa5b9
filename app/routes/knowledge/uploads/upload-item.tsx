import { Trans, useLingui } from "@lingui/react/macro";
import { CloseIcon, FileIcon, RefreshIcon, WarningIcon } from "#app/ui/icons.tsx";
import { FileSize } from "../file-size.tsx";
import { RefusalText } from "./refusal-text.tsx";
import type { Upload } from "./upload.ts";
import type { UploadQueue } from "./upload-queue.ts";

/** One file: its way as a bar, what went wrong as a sentence, and how to stop it or send it again. */
export function UploadItem({
  upload,
  queue,
  megabytes,
}: {
  readonly upload: Upload;
  readonly queue: UploadQueue;
  readonly megabytes: number;
}) {
  const { t } = useLingui();
  const { id, file, folder, state } = upload;
  const isBad = state.type === "refused";
  return (
    <li className={isBad ? "upload is-bad" : "upload"}>
      {isBad ? <WarningIcon size={14} /> : <FileIcon size={14} />}
      <span className="upload-name">
        <span className="i3">{folder}</span>
        <span className="m">{file.name}</span>{" "}
        <span className="xs i3">
          <FileSize bytes={file.size} />
        </span>
      </span>
      <span className="upload-state xs">
        {state.type === "waiting" ? <Trans>Waits</Trans> : null}
        {state.type === "sending" ? (
          <span
            className="prog"
            role="progressbar"
            aria-label={file.name}
            aria-valuenow={Math.round(state.share * 100)}
          >
            <i style={{ width: `${state.share * 100}%` }} />
          </span>
        ) : null}
        {state.type === "lost" && !state.isGivenUp ? (
          <span className="c-warn-t">
            <Trans>The connection broke. It is sent again by itself.</Trans>
          </span>
        ) : null}
        {state.type === "lost" && state.isGivenUp ? (
          <span className="c-warn-t">
            <Trans>The connection keeps breaking.</Trans>
          </span>
        ) : null}
        {isBad ? <RefusalText why={state.why} megabytes={megabytes} /> : null}
      </span>
      {state.type === "lost" ? (
        <button type="button" className="btn sm" onClick={() => queue.retry(id)}>
          <RefreshIcon size={12} />
          <Trans>Try again</Trans>
        </button>
      ) : null}
      <button
        type="button"
        className="ib"
        aria-label={isBad ? t`Dismiss ${file.name}` : t`Cancel ${file.name}`}
        onClick={() => queue.cancel(id)}
      >
        <CloseIcon size={14} />
      </button>
    </li>
  );
}
