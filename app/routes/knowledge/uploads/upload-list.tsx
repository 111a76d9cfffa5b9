import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { CloseIcon } from "#app/ui/icons.tsx";
import type { Upload } from "./upload.ts";
import type { UploadQueue } from "./upload-queue.ts";
import { UploadItem } from "./upload-item.tsx";
import { isUnderWay } from "./use-uploads.ts";

/** Files listed by name; the rest is a number. */
const shownFiles = 6;

type Props = {
  readonly uploads: readonly Upload[];
  readonly queue: UploadQueue;
  readonly megabytes: number;
};

/** What is on its way to the server: all of it as one bar, what moves or went wrong by name. */
export function UploadList({ uploads, queue, megabytes }: Props) {
  const { t } = useLingui();
  const total = uploads.length;
  if (total === 0) return null;
  const underWay = uploads.filter(isUnderWay);
  const refused = uploads.filter(({ state }) => state.type === "refused");
  const arrived = uploads.filter(({ state }) => state.type === "done");
  const known = arrived.filter(({ state }) => state.type === "done" && !state.isNew).length;
  const leftOut = arrived.reduce(
    (sum, { state }) => sum + (state.type === "done" ? state.leftOut : 0),
    0,
  );
  const isOver = underWay.length === 0;
  const listed = [
    ...refused,
    ...underWay.toSorted((a, b) => rank[a.state.type] - rank[b.state.type]),
  ];
  const shown = listed.slice(0, Math.max(shownFiles, refused.length));
  const more = listed.length - shown.length;
  const ended = total - underWay.length;
  return (
    <section className="uploads" aria-label={t`Uploads`}>
      <header className="row">
        <p className="m grow" role="status">
          {isOver ? (
            <Plural value={arrived.length} one="# file arrived" other="# files arrived" />
          ) : (
            <Trans>
              Uploading {ended} of {total}
            </Trans>
          )}
          {known > 0 ? (
            <span className="i3">
              {" "}
              <Plural value={known} one="# was already there" other="# were already there" />
            </span>
          ) : null}
          {leftOut > 0 ? (
            <span className="c-warn-t">
              {" "}
              <Plural
                value={leftOut}
                one="# file in a zip cannot be read"
                other="# files in a zip cannot be read"
              />
            </span>
          ) : null}
          {refused.length > 0 ? (
            <span className="c-bad-t">
              {" "}
              <Plural value={refused.length} one="# not taken" other="# not taken" />
            </span>
          ) : null}
        </p>
        {isOver ? (
          <button
            type="button"
            className="ib"
            aria-label={t`Close the list of uploads`}
            onClick={() => queue.clear()}
          >
            <CloseIcon size={14} />
          </button>
        ) : (
          <button type="button" className="btn sm ghost" onClick={() => queue.cancelAll()}>
            <Trans>Cancel the rest</Trans>
          </button>
        )}
      </header>
      {isOver ? null : (
        <div
          className="prog"
          role="progressbar"
          aria-label={t`All uploads`}
          aria-valuenow={Math.round(shareOf(uploads) * 100)}
        >
          <i style={{ width: `${shareOf(uploads) * 100}%` }} />
        </div>
      )}
      {shown.length === 0 ? null : (
        <ul>
          {shown.map((upload) => (
            <UploadItem key={upload.id} upload={upload} queue={queue} megabytes={megabytes} />
          ))}
        </ul>
      )}
      {more > 0 ? (
        <p className="xs i3">
          <Plural value={more} one="and # more" other="and # more" />
        </p>
      ) : null}
    </section>
  );
}

const rank = { lost: 0, sending: 1, waiting: 2, refused: 3, done: 4 } as const;

/** How much of all bytes has gone out, 0..1. */
const shareOf = (uploads: readonly Upload[]): number => {
  let all = 0;
  let sent = 0;
  for (const { file, state } of uploads) {
    if (state.type === "refused") continue;
    all += file.size;
    if (state.type === "done") sent += file.size;
    if (state.type === "sending") sent += file.size * state.share;
  }
  return all === 0 ? 0 : sent / all;
};
