import { Trans, useLingui } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import { TrashIcon } from "#app/ui/icons.tsx";

/** Asks once: the key is gone with the model. */
export function DeleteModel({ name, run }: { readonly name: string; readonly run: () => void }) {
  const { t } = useLingui();
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="ib" aria-label={t`Delete ${name}`} title={t`Delete`}>
        <TrashIcon size={14} />
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="modal">
          <header className="modal-head">
            <AlertDialog.Title>
              <Trans>Delete this model?</Trans>
            </AlertDialog.Title>
          </header>
          <div className="modal-body">
            <AlertDialog.Description>
              <Trans>
                {name} is asked no more, and its key is erased. What it wrote stays. This cannot be
                undone.
              </Trans>
            </AlertDialog.Description>
            <div className="modal-acts">
              <AlertDialog.Cancel className="btn">
                <Trans>Keep</Trans>
              </AlertDialog.Cancel>
              <AlertDialog.Action className="btn danger" onClick={run}>
                <Trans>Delete</Trans>
              </AlertDialog.Action>
            </div>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
