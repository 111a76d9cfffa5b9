import { Trans, useLingui } from "@lingui/react/macro";
import { CloseIcon, PenIcon } from "../../icons.tsx";
import type { DraftEnding } from "./use-draft-end.ts";

type Props = { readonly ending: DraftEnding; readonly onDismiss: () => void };

/** Somebody else has ended the draft this person wrote in: who, how, and where the words are. */
export function DraftEnded({ ending, onDismiss }: Props) {
  const { t } = useLingui();
  const name = ending.name ?? t`Somebody`;
  return (
    <div className="inl dock-note" role="status">
      <PenIcon size={14} />
      <span className="grow">
        <b>
          {ending.how === "sent" ? (
            <Trans>{name} sent the draft.</Trans>
          ) : ending.how === "discarded" ? (
            <Trans>{name} discarded the draft.</Trans>
          ) : (
            <Trans>The draft was replaced.</Trans>
          )}
        </b>{" "}
        {ending.reason === null ? null : `“${ending.reason}” `}
        {ending.kept ? (
          <Trans>What you had is in the reply field.</Trans>
        ) : (
          <Trans>It needs nothing more of you.</Trans>
        )}
      </span>
      <button type="button" className="ib" aria-label={t`Dismiss`} onClick={onDismiss}>
        <CloseIcon size={14} />
      </button>
    </div>
  );
}
