import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { TuningChanges } from "./tuning-changes.tsx";

type Props = {
  readonly production: { readonly version: number; readonly tuning: Tuning };
  /** The newest version when the page was loaded: a colleague's newer one is not passed over. */
  readonly last: number;
  readonly tuning: Tuning;
  readonly isChanged: boolean;
};

/** Saves what is being tried as the next version, with what changed and why, and lets it answer or not yet. */
export function SaveDialog({ production, last, tuning, isChanged }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const fetcher = useFetcher<{ readonly problem: WireError | null }>();
  const next = last + 1;
  const isSaved = fetcher.state === "idle" && fetcher.data?.problem === null;
  useEffect(() => {
    if (isSaved) setOpen(false);
  }, [isSaved]);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn pri" disabled={!isChanged}>
        <Trans>Save as r{next}…</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal" aria-describedby={undefined}>
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Save as r{next}</Trans>
            </Dialog.Title>
          </header>
          <fetcher.Form method="post" action="/knowledge/retrieval" className="modal-body">
            <input type="hidden" name="intent" value="save" />
            <input type="hidden" name="tuning" value={JSON.stringify(tuning)} />
            <input type="hidden" name="baseVersion" value={last} />
            <TuningChanges from={production.tuning} to={tuning} />
            <input
              className="field"
              name="note"
              maxLength={500}
              aria-label={t`What changed`}
              placeholder={t`What changed, for your colleagues`}
            />
            {fetcher.data?.problem == null ? null : (
              <p className="inl bad" role="alert">
                <ErrorText error={fetcher.data.problem} />
              </p>
            )}
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <button
                type="submit"
                name="publish"
                value="no"
                className="btn"
                disabled={fetcher.state !== "idle"}
              >
                <Trans>Save only</Trans>
              </button>
              <button
                type="submit"
                name="publish"
                value="yes"
                className="btn pri"
                disabled={fetcher.state !== "idle"}
              >
                <Trans>Save and use it</Trans>
              </button>
            </div>
          </fetcher.Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
