import { Trans, useLingui } from "@lingui/react/macro";
import { DraftWords } from "./draft-words.tsx";

type Props = {
  readonly onAsk: (instruction: string) => void;
  readonly onCancel: () => void;
};

/** Asks the AI to write the draft once more, another way. */
export function AskAgain({ onAsk, onCancel }: Props) {
  const { t } = useLingui();
  return (
    <DraftWords
      label={t`How the AI should write the draft`}
      placeholder={t`Such as: shorter, or offer a refund`}
      send={<Trans>Ask</Trans>}
      cancel={<Trans>Cancel</Trans>}
      isNeeded
      onSend={onAsk}
      onCancel={onCancel}
    />
  );
}
