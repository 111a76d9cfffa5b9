import { Trans, useLingui } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import { ErrorText } from "../error-text.tsx";
import { CloseIcon, WarningIcon } from "../icons.tsx";

/** An act that was refused, said where it was done. */
export function ActProblem({
  error,
  onDismiss,
}: {
  readonly error: WireError;
  readonly onDismiss: () => void;
}) {
  const { t } = useLingui();
  return (
    <div className="inl warn dock-note" role="alert">
      <WarningIcon />
      <span className="grow">
        <b>
          <Trans>That did not happen.</Trans>
        </b>{" "}
        <ErrorText error={error} />
      </span>
      <button type="button" className="ib" aria-label={t`Dismiss`} onClick={onDismiss}>
        <CloseIcon size={14} />
      </button>
    </div>
  );
}
