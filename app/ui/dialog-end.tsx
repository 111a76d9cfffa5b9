import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { SubmitButton } from "./submit-button.tsx";

type Props = {
  /** Why what was sent was refused; null when it was not. */
  readonly problem: ReactNode;
  /** Value of `intent` in the form. */
  readonly intent: string;
  readonly isBusy: boolean;
  /** What the sending button says. */
  readonly children: ReactNode;
};

/** The end of a form in a dialog: what is wrong, the way out, and the way on. */
export function DialogEnd({ problem, intent, isBusy, children }: Props) {
  return (
    <>
      {problem === null ? null : (
        <p className="inl bad" role="alert">
          {problem}
        </p>
      )}
      <div className="modal-acts">
        <Dialog.Close className="btn" type="button">
          <Trans>Cancel</Trans>
        </Dialog.Close>
        <SubmitButton name="intent" value={intent} className="btn pri" isOff={isBusy}>
          {children}
        </SubmitButton>
      </div>
    </>
  );
}
