import { Trans } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  readonly title: ReactNode;
  /** What deleting means, and that it cannot be undone. */
  readonly children: ReactNode;
  readonly onDelete: () => void;
};

/** The question before something is deleted, inside the root of an alert dialog. Keeping it is what Escape does. */
export function DeleteQuestion({ title, children, onDelete }: Props) {
  return (
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="overlay" />
      <AlertDialog.Content className="modal">
        <header className="modal-head">
          <AlertDialog.Title>{title}</AlertDialog.Title>
        </header>
        <div className="modal-body">
          <AlertDialog.Description>{children}</AlertDialog.Description>
          <div className="modal-acts">
            <AlertDialog.Cancel className="btn">
              <Trans>Keep</Trans>
            </AlertDialog.Cancel>
            <AlertDialog.Action className="btn danger" onClick={onDelete}>
              <Trans>Delete</Trans>
            </AlertDialog.Action>
          </div>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  );
}
