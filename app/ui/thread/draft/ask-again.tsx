import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

type Props = {
  readonly onAsk: (instruction: string) => void;
  readonly onCancel: () => void;
};

/** Longest instruction, in UTF-16 units. */
const maxInstruction = 500;

/** Asks the AI to write the draft once more, another way. */
export function AskAgain({ onAsk, onCancel }: Props) {
  const { t } = useLingui();
  const [instruction, setInstruction] = useState("");
  const said = instruction.trim();
  return (
    <form
      className="row discard-draft"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== "") onAsk(said);
      }}
    >
      <input
        className="field"
        // The key that opened it asks for the next words.
        ref={(field) => field?.focus()}
        value={instruction}
        maxLength={maxInstruction}
        placeholder={t`Such as: shorter, or offer a refund`}
        aria-label={t`How the AI should write the draft`}
        onChange={(event) => setInstruction(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.preventDefault();
          onCancel();
        }}
      />
      <button type="button" className="btn sm ghost" onClick={onCancel}>
        <Trans>Cancel</Trans>
      </button>
      <button type="submit" className="btn sm" disabled={said === ""}>
        <Trans>Ask</Trans>
      </button>
    </form>
  );
}
