import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useFetcher } from "react-router";
import type { Source } from "#db/reads/knowledge.ts";
import { TrashIcon } from "#app/ui/icons.tsx";

/** Asks once, since answers stop citing the source at once. */
export function DeleteSource({
  source,
  label,
}: {
  readonly source: Source;
  readonly label: string;
}) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const fetcher = useFetcher();
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="ib" aria-label={label} title={t`Delete`}>
        <TrashIcon />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Delete this source?</Trans>
            </Dialog.Title>
          </header>
          <fetcher.Form
            method="post"
            action="/knowledge"
            className="modal-body"
            onSubmit={() => setOpen(false)}
          >
            <Dialog.Description>
              <Trans>
                The AI stops answering from “{source.title}” at once. Answers already sent keep what
                they cited.
              </Trans>
            </Dialog.Description>
            <input type="hidden" name="sourceId" value={source.id} />
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Keep it</Trans>
              </Dialog.Close>
              <button type="submit" name="intent" value="delete" className="btn danger">
                <Trans>Delete</Trans>
              </button>
            </div>
          </fetcher.Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
