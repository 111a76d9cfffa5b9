import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { DialogEnd } from "#app/ui/dialog-end.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import { OwnKey } from "./api-fields.tsx";

/** Sets a rerank model, once it has put two texts in order. */
export function AddReranker({ mayKeepKeys }: { readonly mayKeepKeys: boolean }) {
  const { open, setOpen, Form, state, data } = useFormDialog<string>();
  const problem = state === "idle" ? (data?.problem ?? null) : null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn">
        <Trans>Add a rerank model</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Add a rerank model</Trans>
            </Dialog.Title>
          </header>
          <Form
            method="post"
            action="/settings/search"
            className="modal-body dialog-form model-form"
          >
            <Dialog.Description className="i2">
              <Trans>
                Any API with /rerank as Cohere, Jina, vLLM and TEI have it. It is asked to order two
                texts first.
              </Trans>
            </Dialog.Description>
            <label>
              <Trans>Address</Trans>
              <input
                className="field"
                name="url"
                required
                maxLength={500}
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                placeholder="https://api.cohere.com/v2"
              />
            </label>
            <label>
              <Trans>Model, as the provider writes it</Trans>
              <input
                className="field"
                name="model"
                required
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                placeholder="rerank-v3.5"
              />
            </label>
            <OwnKey mayKeepKeys={mayKeepKeys} />
            <DialogEnd problem={problem} intent="rerank" isBusy={state !== "idle"}>
              <Trans>Add</Trans>
            </DialogEnd>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
