import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import type { RetrievalMove } from "#db/reads/retrieval-configs.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CloseIcon } from "#app/ui/icons.tsx";
import { TuningChanges } from "./tuning-changes.tsx";

/** A version as the history shows it. */
export type ListedVersion = {
  readonly version: number;
  readonly tuning: Tuning;
  readonly note: string | null;
  /** Null for r0, which came with Xin. */
  readonly authorName: string | null;
  readonly createdAt: string | null;
};

type Props = {
  /** Newest first, r0 last. */
  readonly versions: readonly ListedVersion[];
  readonly moves: readonly RetrievalMove[];
  readonly production: number;
  readonly mayWrite: boolean;
};

/** Every version with what it changed, and the way back to each. */
export function History({ versions, moves, production, mayWrite }: Props) {
  const { t } = useLingui();
  return (
    <Dialog.Root>
      <Dialog.Trigger className="tag tag-btn">
        <Trans>Config r{production} in production</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal history" aria-describedby={undefined}>
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Versions</Trans>
            </Dialog.Title>
            <Dialog.Close className="ib end" aria-label={t`Close`}>
              <CloseIcon />
            </Dialog.Close>
          </header>
          <div className="modal-body">
            <ol className="history-list">
              {versions.map((version, index) => (
                <Version
                  key={version.version}
                  version={version}
                  before={versions[index + 1] ?? null}
                  production={production}
                  mayWrite={mayWrite}
                />
              ))}
            </ol>
            {moves.length === 0 ? null : (
              <section>
                <h3 className="side-h">
                  <Trans>Went into production</Trans>
                </h3>
                <ol className="history-moves xs i3">
                  {moves.map(({ version, previous, movedBy, movedAt }) => (
                    <li key={movedAt}>
                      <span className="num">
                        r{previous} → r{version}
                      </span>{" "}
                      {movedBy} <ClockTime at={movedAt} />
                    </li>
                  ))}
                </ol>
              </section>
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type VersionProps = {
  readonly version: ListedVersion;
  readonly before: ListedVersion | null;
  readonly production: number;
  readonly mayWrite: boolean;
};

function Version({ version, before, production, mayWrite }: VersionProps) {
  const { version: number, tuning, note, authorName, createdAt } = version;
  const fetcher = useFetcher<{ readonly problem: WireError | null }>();
  return (
    <li className={number === production ? "version on" : "version"}>
      <div className="row">
        <b className="num">r{number}</b>
        {number === production ? (
          <span className="st fill ok">
            <Trans>Answers visitors</Trans>
          </span>
        ) : null}
        <span className="xs i3">
          {authorName === null ? <Trans>as Xin comes</Trans> : authorName}{" "}
          {createdAt === null ? null : <ClockTime at={createdAt} />}
        </span>
        {mayWrite && number !== production ? (
          <fetcher.Form method="post" action="/knowledge/retrieval" className="end">
            <input type="hidden" name="version" value={number} />
            <button
              type="submit"
              name="intent"
              value="publish"
              className="btn sm"
              disabled={fetcher.state !== "idle"}
            >
              {number < production ? (
                <Trans>Roll back to r{number}</Trans>
              ) : (
                <Trans>Use r{number}</Trans>
              )}
            </button>
          </fetcher.Form>
        ) : null}
      </div>
      {note === null ? null : <p className="version-note">{note}</p>}
      {before === null ? null : <TuningChanges from={before.tuning} to={tuning} />}
      {fetcher.data?.problem == null ? null : (
        <p className="inl bad" role="alert">
          <ErrorText error={fetcher.data.problem} />
        </p>
      )}
    </li>
  );
}
