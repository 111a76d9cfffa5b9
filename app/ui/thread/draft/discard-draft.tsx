import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

type Props = {
  readonly onDiscard: (reason: string) => void;
  readonly onCancel: () => void;
};

/** Longest reason, in UTF-16 units. */
const maxReason = 500;

/** Throws the draft away, with a word on why for those who improve the answers. */
export function DiscardDraft({ onDiscard, onCancel }: Props) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <form
      className="row discard-draft"
      onSubmit={(event) => {
        event.preventDefault();
        onDiscard(reason.trim());
      }}
    >
      <input
        className="field"
        // The key that opened it asks for the next words.
        ref={(field) => field?.focus()}
        value={reason}
        maxLength={maxReason}
        placeholder={t`Why? (optional)`}
        aria-label={t`Why the draft is discarded, for the team`}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.preventDefault();
          onCancel();
        }}
      />
      <button type="button" className="btn sm ghost" onClick={onCancel}>
        <Trans>Keep it</Trans>
      </button>
      <button type="submit" className="btn sm">
        <Trans>Discard</Trans>
      </button>
    </form>
  );
}
