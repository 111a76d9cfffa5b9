import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import { SiteProblem } from "./site-problem.tsx";

/** Gives a site another address and reads it from there. */
export function ChangeAddress({ siteId, url }: { readonly siteId: string; readonly url: string }) {
  const { open, setOpen, Form, state, data } = useFormDialog();
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn sm">
        <Trans>Change address</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal" aria-describedby={undefined}>
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Change address</Trans>
            </Dialog.Title>
          </header>
          <Form method="post" action="/knowledge" className="modal-body dialog-form">
            <input type="hidden" name="siteId" value={siteId} />
            <label>
              <Trans>Address</Trans>
              <input className="field" name="url" required maxLength={1000} defaultValue={url} />
            </label>
            <SiteProblem problem={state === "idle" ? (data?.problem ?? null) : null} />
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <button
                type="submit"
                name="intent"
                value="site-change"
                className="btn pri"
                disabled={state !== "idle"}
              >
                <Trans>Read from there</Trans>
              </button>
            </div>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
