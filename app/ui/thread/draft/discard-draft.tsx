import { Trans, useLingui } from "@lingui/react/macro";
import { DraftWords } from "./draft-words.tsx";

type Props = {
  readonly onDiscard: (reason: string) => void;
  readonly onCancel: () => void;
};

/** Throws the draft away, with a word on why for those who improve the answers. */
export function DiscardDraft({ onDiscard, onCancel }: Props) {
  const { t } = useLingui();
  return (
    <DraftWords
      label={t`Why the draft is discarded, for the team`}
      placeholder={t`Why? (optional)`}
      send={<Trans>Discard</Trans>}
      cancel={<Trans>Keep it</Trans>}
      isNeeded={false}
      onSend={onDiscard}
      onCancel={onCancel}
    />
  );
}
