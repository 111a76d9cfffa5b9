import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { ErrorText } from "#app/ui/error-text.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";

/** Most characters of a pasted text: what a form may carry, in any writing. */
const mostCharacters = 250_000;

/** A text without a file becomes a source: a note, a mail, an answer that worked. */
export function PasteText() {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog();
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn ghost">
        <Trans>Paste text</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Paste text</Trans>
            </Dialog.Title>
          </header>
          <Form
            method="post"
            action="/knowledge"
            encType="multipart/form-data"
            className="modal-body dialog-form"
          >
            <Dialog.Description className="i2">
              <Trans>Markdown is welcome: a heading over each part makes it easier to find.</Trans>
            </Dialog.Description>
            <label>
              <Trans>Title</Trans>
              <input
                className="field"
                name="title"
                required
                maxLength={200}
                autoComplete="off"
                placeholder={t`How do I return something?`}
              />
            </label>
            <label>
              <Trans>Text</Trans>
              <textarea
                className="field paste-text"
                name="text"
                required
                rows={10}
                maxLength={mostCharacters}
              />
            </label>
            {data?.problem == null || state !== "idle" ? null : (
              <p className="inl bad" role="alert">
                <ErrorText error={data.problem} />
              </p>
            )}
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <button
                type="submit"
                name="intent"
                value="paste"
                className="btn pri"
                disabled={state !== "idle"}
              >
                <Trans>Add</Trans>
              </button>
            </div>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
