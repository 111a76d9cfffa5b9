import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { DialogEnd } from "#app/ui/dialog-end.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";

/** Replaces the key of a model's API; the model is asked with it first. */
export function ReplaceKey({ modelId, name }: { readonly modelId: string; readonly name: string }) {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog<string>();
  const problem = state === "idle" ? (data?.problem ?? null) : null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn sm ghost" aria-label={t`Replace key: ${name}`}>
        <Trans>Replace key</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Replace the key of {name}</Trans>
            </Dialog.Title>
          </header>
          <Form method="post" action="/settings/search" className="modal-body dialog-form">
            <Dialog.Description className="i2">
              <Trans>The model is asked with the new key before the old one is given up.</Trans>
            </Dialog.Description>
            <input type="hidden" name="modelId" value={modelId} />
            <label>
              <Trans>API key</Trans>
              <input
                className="field"
                name="key"
                type="password"
                required
                maxLength={500}
                autoComplete="off"
                spellCheck={false}
              />
            </label>
            <DialogEnd problem={problem} intent="key" isBusy={state !== "idle"}>
              <Trans>Save</Trans>
            </DialogEnd>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
